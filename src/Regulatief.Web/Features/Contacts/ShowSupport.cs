using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>What one volunteer asks, for the coordinator who answers it.</summary>
/// <exception cref="NotFoundException">No such request, or not of a volunteer of the own projects.</exception>
public sealed record ShowSupportQuery(Guid RequestId) : IClientQuery<ShownSupport>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<SupportRequest>(RequestId);
}

public sealed record ShownSupport(AskedSupport Request, Contact Volunteer)
{
    public SupportAnswerFields Form { get; init; } = new(null);
}

public sealed record SupportAnswerFields(string? Answer);

internal sealed class ShowSupportHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<ShowSupportQuery, ShownSupport>
{
    public async Task<ShownSupport> Handle(ShowSupportQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator);
        var request = await db.SupportRequests.VisibleTo(db, actor).Include(r => r.Volunteer).AsNoTracking().GetAsync(query.RequestId, cancellationToken);
        await reads.RecordAsync(actor, nameof(ShowSupportQuery), null, nameof(SupportRequest), request.Id, cancellationToken);
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == request.Volunteer.AccountId, cancellationToken);
        var names = request.AnsweredById is { } by ? await db.NamesForAsync(actor.Role, [by], cancellationToken) : [];
        return new ShownSupport(
            new AskedSupport(request.Id, request.Volunteer.FullName, request.Words, request.AskedAt, request.DueOn, request.Answer, names.Values.FirstOrDefault(), request.AnsweredAt),
            new Contact(request.Volunteer.FullName, account.PhoneNumber, account.Email, account.PreferredContact));
    }
}
