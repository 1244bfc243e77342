using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Volunteers;

/// <summary>
/// Thanks volunteers and has a coordinator ask how they are with it, 3, 10 and 18 weeks into a pairing and every quarter after; of one that is found late the last time alone. Each
/// comes once, also when two nodes come to it at once: the second finds the row, and its turn comes to nothing.
/// </summary>
public sealed record OpenCheckInsCommand : ICommand<int>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Volunteer>();
}

internal sealed class OpenCheckInsHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<OpenCheckInsCommand, int>
{
    /// <returns>Of how many pairings.</returns>
    public async Task<int> Handle(OpenCheckInsCommand command, CancellationToken cancellationToken)
    {
        var (now, today) = (time.GetUtcNow(), time.Today());
        var lasting = await db.Cases.VisibleTo(Actor.System).Where(c => c.ClosedAt == null && c.PausedAt == null).SelectMany(c => c.Assignments).Where(a => a.Until == null && a.Volunteer.IsActive)
            .Select(a => new { a.Id, a.CaseId, a.VolunteerId, a.From, a.Volunteer.AccountId, Opened = db.VolunteerCheckIns.Where(c => c.AssignmentId == a.Id).Max(c => (int?)c.Number) ?? 0 })
            .ToListAsync(cancellationToken);
        var due = lasting.FindAll(a => VolunteerCheckIn.DueBy(LegalTime.DateOf(a.From), today) > a.Opened);
        if (due.Count == 0) return 0;
        await db.RaiseVersionsAsync(due.ConvertAll(a => a.CaseId), cancellationToken);
        var calendar = await db.CalendarAsync(cancellationToken);
        foreach (var pairing in due)
        {
            var checkIn = new VolunteerCheckIn
            {
                CaseId = pairing.CaseId, AssignmentId = pairing.Id, VolunteerId = pairing.VolunteerId, Number = VolunteerCheckIn.DueBy(LegalTime.DateOf(pairing.From), today), OpenedAt = now,
            };
            var (task, term) = checkIn.OpenTask(calendar);
            db.VolunteerCheckIns.Add(checkIn);
            db.HumanTasks.Add(task);
            db.PromiseTerm(task, term, calendar, now);
            db.Notices.Add(new Notice { AccountId = pairing.AccountId, Role = AccountRole.Volunteer, Kind = NoticeKind.VolunteerThanked, CaseId = pairing.CaseId, SubjectId = checkIn.Id, At = now });
        }

        return due.Count;
    }
}
