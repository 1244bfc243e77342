using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.FollowUps;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;

namespace Regulatief.Cases.Cases;

/// <summary>A pause stops the clock of a case: nothing falls due in it, and afterwards every term lies as many days later as it lasted.</summary>
public static class CasePauses
{
    public static async Task SuspendTermsAsync(this RegulatiefDbContext db, CaseId caseId, CancellationToken cancellationToken)
    {
        foreach (var promise in await PromisesAsync(db, caseId, cancellationToken)) promise.IsSuspended = promise.Kind != DueWorkKind.Migration;
    }

    public static async Task ResumeTermsAsync(this RegulatiefDbContext db, CaseId caseId, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var promises = await PromisesAsync(db, caseId, cancellationToken);
        var movedBy = new Dictionary<Guid, int>();
        foreach (var task in await db.HumanTasks.Where(t => t.CaseId == caseId && t.Status == HumanTaskStatus.Open).ToListAsync(cancellationToken))
            movedBy[task.Id.Value] = Move(task, Days(task.OpenedAt > since ? task.OpenedAt : since, now));

        var whole = Days(since, now);
        foreach (var promise in promises.Where(p => p.IsSuspended))
        {
            promise.IsSuspended = false;
            // What a person must do keeps its distance to the moved last day; a wait of the cycle moves by the pause itself.
            promise.DueAt = Later(promise.DueAt, movedBy.GetValueOrDefault(promise.SubjectId, whole));
        }

        foreach (var followUp in await db.FollowUps.Where(f => f.CaseId == caseId && f.Status == FollowUpStatus.Waiting).ToListAsync(cancellationToken))
            followUp.DueAt = Later(followUp.DueAt, whole);
    }

    /// <returns>By how many days: more than asked when the new last day would be no working day.</returns>
    private static int Move(HumanTask task, int days)
    {
        var before = task.DueOn;
        if (days > 0) task.DueOn = WorkingDays.Add(before.AddDays(days), 0);
        return task.DueOn.DayNumber - before.DayNumber;
    }

    private static int Days(DateTimeOffset from, DateTimeOffset to) => LegalTime.DateOf(to).DayNumber - LegalTime.DateOf(from).DayNumber;

    // By the calendar, so that eight in the morning stays eight in the morning over a change of clocks.
    private static DateTimeOffset Later(DateTimeOffset dueAt, int days)
    {
        var local = LegalTime.Local(dueAt);
        return LegalTime.At(DateOnly.FromDateTime(local.DateTime).AddDays(days), TimeOnly.FromDateTime(local.DateTime));
    }

    private static async Task<List<DueWork>> PromisesAsync(RegulatiefDbContext db, CaseId caseId, CancellationToken cancellationToken)
    {
        await db.DueWork.Where(w => w.CaseId == caseId).LoadAsync(cancellationToken);
        return [.. db.DueWork.Local.Where(w => w.CaseId == caseId)];
    }
}
