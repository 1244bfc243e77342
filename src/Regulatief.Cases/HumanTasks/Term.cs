namespace Regulatief.Cases.HumanTasks;

/// <summary>How long a task may take, in Dutch working days.</summary>
/// <param name="WorkingDays">0 for the same day.</param>
/// <param name="ReminderBefore">How many working days before the last day its people are reminded; 0 for no reminder.</param>
/// <param name="EscalateAfter">How many working days after the last day the coordinator is told; 0 for at once when the last day is over. Null for never. A project may say otherwise: <see cref="Escalations.EscalationLadder"/>.</param>
public sealed record Term(int WorkingDays, int ReminderBefore = 1, int? EscalateAfter = 0);
