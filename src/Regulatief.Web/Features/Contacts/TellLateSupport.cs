using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>Tells coordinators again, and managers, of volunteers who wait for support beyond its term. Each is told of once: the second of two nodes finds it told.</summary>
public sealed record TellLateSupportCommand : ICommand<int>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<SupportRequest>();
}

internal sealed class TellLateSupportHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<TellLateSupportCommand, int>
{
    /// <returns>Of how many it was told.</returns>
    public async Task<int> Handle(TellLateSupportCommand command, CancellationToken cancellationToken)
    {
        var (now, today) = (time.GetUtcNow(), time.Today());
        var late = await db.SupportRequests.VisibleTo(db, Actor.System).Waiting().Where(r => r.DueOn < today && r.ToldLateAt == null).Include(r => r.Volunteer).ToListAsync(cancellationToken);
        foreach (var request in late)
        {
            request.ToldLateAt = now;
            await db.TellOfSupportAsync(request.Volunteer.ProjectId, request, NoticeKind.SupportLate, [AccountRole.Coordinator, AccountRole.Manager], now, cancellationToken);
        }

        return late.Count;
    }
}
