using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>The clients of the own projects for whom a volunteer is looked for, the longest waiting first.</summary>
public sealed record WaitingListQuery : IClientQuery<WaitingList>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Case>();
}

public sealed record WaitingList(IReadOnlyList<WaitingClient> Clients);

/// <param name="Since">The day on which the looking began.</param>
/// <param name="TaskId">The step in which a volunteer is found.</param>
/// <param name="Asked">Who is asked; null when nobody is.</param>
public sealed record WaitingClient(Guid CaseId, int Number, string Name, string Project, DateOnly Since, int Days, bool IsPaused, Guid TaskId, Guid? ProposalId, string? Asked, MatchProposalStatus? Status);

internal sealed class WaitingListHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<WaitingListQuery, WaitingList>
{
    public async Task<WaitingList> Handle(WaitingListQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator);
        var today = time.Today();
        var waiting = await db.HumanTasks.VisibleTo(actor).Open().Where(t => t.Kind == HumanTaskKind.MatchVolunteer)
            .Select(t => new { t.Id, t.CaseId, t.OpenedAt, t.Case.Number, t.Case.Client, Project = t.Case.Project.Name, IsPaused = t.Case.PausedAt != null }).AsNoTracking().ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(WaitingListQuery), null, nameof(Case), waiting.ConvertAll(t => t.CaseId.Value), cancellationToken);
        var cases = waiting.ConvertAll(t => t.CaseId);
        // Looked for in vain once, they wait from when that began.
        var since = await db.HumanTasks.VisibleTo(actor).Where(t => cases.Contains(t.CaseId) && t.Kind == HumanTaskKind.MatchVolunteer && t.Case.Assignments.All(a => a.From < t.OpenedAt))
            .GroupBy(t => t.CaseId).Select(tasks => new { CaseId = tasks.Key, At = tasks.Min(t => t.OpenedAt) }).ToDictionaryAsync(t => t.CaseId, t => LegalTime.DateOf(t.At), cancellationToken);
        var asked = (await db.MatchProposals.VisibleTo(db, actor).Open().Where(p => cases.Contains(p.CaseId)).Include(p => p.Volunteer).AsNoTracking().ToListAsync(cancellationToken)).ToLookup(p => p.CaseId);
        return new WaitingList([.. waiting.ConvertAll(t =>
        {
            var (began, proposal) = (since.GetValueOrDefault(t.CaseId, LegalTime.DateOf(t.OpenedAt)), asked[t.CaseId].FirstOrDefault());
            return new WaitingClient(
                t.CaseId.Value, t.Number, t.Client.NameFor(actor.Role), t.Project, began, today.DayNumber - began.DayNumber, t.IsPaused, t.Id.Value,
                proposal?.Id, proposal?.Volunteer.NameFor(actor.Role), proposal?.Status);
        }).OrderBy(c => c.Since)]);
    }
}
