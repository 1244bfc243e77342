using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>The form with which a volunteer writes down a signal.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record NoteRiskSignalPageQuery(CaseId CaseId) : IClientQuery<NoteRiskSignalPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="ClientName">The first name.</param>
public sealed record NoteRiskSignalPage(CaseId CaseId, int CaseNumber, string ClientName, string? OnCallNumber)
{
    /// <summary>Null while what was agreed lasts.</summary>
    public AgreementEnd? AgreementEnd { get; init; }

    public NoteRiskSignalForm Form { get; init; } = new(null, null, null, null, null, null);

    public string CaseUrl => $"/trajecten/{CaseId}";
}

internal sealed class NoteRiskSignalPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time)
    : IRequestHandler<NoteRiskSignalPageQuery, NoteRiskSignalPage>
{
    public async Task<NoteRiskSignalPage> Handle(NoteRiskSignalPageQuery query, CancellationToken cancellationToken)
    {
        var page = await db.Cases.VisibleTo(actor).Where(c => c.Id == query.CaseId)
            .Select(c => new NoteRiskSignalPage(c.Id, c.Number, c.Client.FirstName, c.Project.OnCallNumber))
            .SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException(nameof(Case), query.CaseId);
        await reads.RecordAsync(actor, nameof(NoteRiskSignalPageQuery), query.CaseId, nameof(Case), query.CaseId.Value, cancellationToken);
        var agreements = await db.Agreements.VisibleTo(actor).SignedOf(query.CaseId).AsNoTracking().ToListAsync(cancellationToken);
        return page with { AgreementEnd = AgreementEnd.Of(agreements, time.Today()), Form = page.Form with { ObservedOn = time.Today() } };
    }
}
