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
/// Asks volunteers and who coordinates them for new declarations of conduct, 90, 60 and 30 days ahead, and has a coordinator arrange each pairing that goes on
/// after one ended. Each time is told once, also when two nodes come to it at once: the second finds the row, and its turn comes to nothing.
/// </summary>
public sealed record RemindOfDeclarationsCommand : ICommand<int>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Volunteer>();
}

internal sealed class RemindOfDeclarationsHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<RemindOfDeclarationsCommand, int>
{
    /// <returns>Of how many volunteers it was told.</returns>
    public async Task<int> Handle(RemindOfDeclarationsCommand command, CancellationToken cancellationToken)
    {
        var today = time.Today();
        var first = today.AddDays(DeclarationEnd.DaysBefore.Max());
        var ending = await db.Volunteers.Where(v => v.IsActive && v.ConductDeclarationUntil != null && v.ConductDeclarationUntil <= first).AsNoTracking().ToListAsync(cancellationToken);
        var ids = ending.ConvertAll(v => v.Id);
        var told = (await db.DeclarationsTold.Where(t => ids.Contains(t.VolunteerId)).AsNoTracking().ToListAsync(cancellationToken)).ToLookup(t => t.VolunteerId);
        var count = 0;
        foreach (var volunteer in ending)
        {
            var until = volunteer.ConductDeclarationUntil!.Value;
            if (DeclarationEnd.ToldNow(until, today) is not { } now || told[volunteer.Id].Any(t => t.Until == until && t.DaysBefore <= now)) continue;
            await TellAsync(volunteer, until, now, cancellationToken);
            count++;
        }

        return count;
    }

    private async Task TellAsync(Volunteer volunteer, DateOnly until, int daysBefore, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        db.DeclarationsTold.Add(new DeclarationTold { VolunteerId = volunteer.Id, Until = until, DaysBefore = daysBefore, At = now });
        var coordinators = await db.ActiveCoordinatorsOf(volunteer.ProjectId).ToListAsync(cancellationToken);
        db.Notices.AddRange(coordinators.Select(id => NoticeTo(id, AccountRole.Coordinator, NoticeKind.DeclarationEnding)));
        db.Notices.Add(NoticeTo(volunteer.AccountId, AccountRole.Volunteer, NoticeKind.OwnDeclarationEnding));
        if (daysBefore == 0) await AskAboutPairingsAsync(volunteer.Id, now, cancellationToken);

        Notice NoticeTo(Guid account, AccountRole role, NoticeKind kind) => new() { AccountId = account, Role = role, Kind = kind, SubjectId = volunteer.Id.Value, At = now };
    }

    private async Task AskAboutPairingsAsync(VolunteerId volunteer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cases = await db.Cases.VisibleTo(Actor.System).Where(c => c.ClosedAt == null && c.Assignments.Any(a => a.VolunteerId == volunteer && a.Until == null))
            .Select(c => new { c.Id, IsPaused = c.PausedAt != null }).ToListAsync(cancellationToken);
        if (cases.Count == 0) return;
        await db.RaiseVersionsAsync(cases.ConvertAll(c => c.Id), cancellationToken);
        var calendar = await db.CalendarAsync(cancellationToken);
        foreach (var @case in cases)
        {
            var (task, term) = DeclarationEnd.TaskAbout(@case.Id, volunteer, calendar, now);
            db.HumanTasks.Add(task);
            db.PromiseTerm(task, term, calendar, now, @case.IsPaused);
        }
    }
}
