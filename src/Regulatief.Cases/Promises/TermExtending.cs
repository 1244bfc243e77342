using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Promises;

/// <summary>When a task can be given a later last day, and what follows from it.</summary>
public static class TermExtending
{
    /// <summary>Why an open task can be given no later day at all, as a code of the error texts; null when it can.</summary>
    public static string? WhyNotExtended(this HumanTask task, bool isPaused) => PromiseRules.IsOfLaw(task) ? "term-of-law" : isPaused ? "term-paused" : null;

    /// <exception cref="CaseRuleException"><c>term-of-law</c>; <c>term-paused</c>: its clock stands still already; <c>term-not-later</c>.</exception>
    public static void RefuseToExtend(this HumanTask task, DateOnly to, bool isPaused)
    {
        task.RefuseIfDone();
        if (task.WhyNotExtended(isPaused) is { } refusal) throw new CaseRuleException(refusal);
        if (to <= task.DueOn) throw new CaseRuleException("term-not-later", task.DueOn);
    }

    /// <summary>Moves the last day as was decided, and tells of it in the case.</summary>
    public static async Task GiveAsync(this RegulatiefDbContext db, HumanTask task, TermExtension extension, Actor by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        extension.Give(by.AccountId, at);
        await db.MoveTermAsync(task, extension.DueOn, isPaused: false, at, cancellationToken);
        db.Timeline.Add(new TimelineEntry { CaseId = task.CaseId, Kind = TimelineKind.TermExtended, At = at, ById = by.AccountId, SubjectId = task.Id.Value, Note = extension.Reason });
    }
}
