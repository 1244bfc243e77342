using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Reminders;

public static class Reminding
{
    /// <summary>Keeps a promise to remind, and promises the next day. Does nothing any more for whom the case is no work now: what was theirs goes to nobody.</summary>
    public static async Task RemindOwnerAsync(this RegulatiefDbContext db, Guid id, Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.OwnReminders.FindAsync([id], cancellationToken) is not { } reminder) return;
        var owner = await db.ActorOfAsync(reminder.AccountId, reminder.Role, now, cancellationToken);
        if (!await db.Cases.WorkedOnBy(owner).AnyAsync(c => c.Id == @case.Id, cancellationToken)) return;

        db.Notices.Add(new Notice { AccountId = reminder.AccountId, Role = reminder.Role, Kind = NoticeKind.OwnReminder, CaseId = @case.Id, SubjectId = reminder.Id, At = now });
        db.PromiseReminder(reminder, LegalTime.DateOf(now));
    }
}
