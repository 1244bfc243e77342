using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Agreements;

/// <summary>One agreement as the reader may read it.</summary>
/// <exception cref="NotFoundException">No such agreement, or not theirs.</exception>
public sealed record AgreementPageQuery(AgreementId AgreementId) : IClientQuery<AgreementPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(AgreementId);
}

/// <param name="Beside">What the client says of it, for who reads that.</param>
public sealed record AgreementPage(AgreementSheet Sheet, IReadOnlyList<BesideText> Beside);

internal sealed class AgreementPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time)
    : IRequestHandler<AgreementPageQuery, AgreementPage>
{
    public async Task<AgreementPage> Handle(AgreementPageQuery query, CancellationToken cancellationToken)
    {
        var agreement = await db.Agreements.VisibleTo(actor).GetAsync(query.AgreementId, cancellationToken);
        var @case = await db.Cases.ForChange(agreement.CaseId).GetAsync(agreement.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(AgreementPageQuery), @case.Id, nameof(InformationSharingAgreement), agreement.Id.Value, cancellationToken);
        var beside = await db.BesideTextsAsync(@case, actor, cancellationToken);
        return new AgreementPage(
            await db.SheetOfAsync(agreement, @case, actor, time.Today(), cancellationToken), beside.Of(ClientRequestAbout.Agreement, agreement.Id.Value));
    }
}
