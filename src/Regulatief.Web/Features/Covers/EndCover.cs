using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Covers;

/// <summary>Ends cover before its time, at once: by either of the two, or by whom else names a colleague for the absent one.</summary>
/// <exception cref="NotFoundException">No such cover, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>cover-over</c>.</exception>
public sealed record EndCoverCommand(Guid CoverId) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Cover>(CoverId);
}

internal sealed class EndCoverHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<EndCoverCommand, Guid>
{
    public async Task<Guid> Handle(EndCoverCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Manager);
        var cover = await db.Covers.VisibleTo(db, actor).SingleOrDefaultAsync(c => c.Id == command.CoverId, cancellationToken)
            ?? throw new NotFoundException(nameof(Cover), command.CoverId);
        cover.End(time.GetUtcNow(), time.Today());
        db.Notices.AddRange(new[] { cover.AbsentId, cover.CoveredById }.OfType<Guid>().Where(id => id != actor.AccountId).Select(id =>
            new Notice { AccountId = id, Role = cover.Role, Kind = NoticeKind.CoverEnded, SubjectId = cover.Id, At = time.GetUtcNow() }));
        return cover.Id;
    }
}
