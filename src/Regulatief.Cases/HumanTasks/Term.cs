using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;

namespace Regulatief.Cases.HumanTasks;

/// <summary>How long a task may take, in Dutch working days.</summary>
/// <param name="WorkingDays">0 for the same day.</param>
/// <param name="ReminderBefore">How many working days before the last day its people are reminded; 0 for no reminder.</param>
/// <param name="EscalateAfter">How many working days after the last day the coordinator is told; 0 for at once when the last day is over. Null for never.</param>
public sealed record Term(int WorkingDays, int ReminderBefore = 1, int? EscalateAfter = 0)
{
    /// <summary>Reminders come at the start of the working day in Amsterdam.</summary>
    private static readonly TimeOnly StartOfDay = new(8, 0);

    /// <summary>The rows that remind and escalate; none that would lie before <paramref name="now"/>.</summary>
    public IEnumerable<DueWork> PromisesFor(HumanTask task, DateTimeOffset now)
    {
        var remindAt = LegalTime.At(Time.WorkingDays.Add(task.DueOn, -ReminderBefore), StartOfDay);
        if (ReminderBefore > 0 && remindAt > now) yield return Promise(DueWorkKind.TaskReminder, task, remindAt);
        if (EscalateAfter is { } days) yield return Promise(DueWorkKind.TaskEscalation, task, EscalationAt(task.DueOn, days));
    }

    private static DateTimeOffset EscalationAt(DateOnly dueOn, int daysAfter) =>
        LegalTime.EndOf(daysAfter == 0 ? dueOn : Time.WorkingDays.Add(dueOn, daysAfter));

    private static DueWork Promise(DueWorkKind kind, HumanTask task, DateTimeOffset at) =>
        new() { Kind = kind, CaseId = task.CaseId, SubjectId = task.Id.Value, DueAt = at };
}
