using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows.Effects;

namespace Regulatief.Cases.Workflows.Simulation;

/// <summary>When the people of a simulated case answer, and what.</summary>
internal sealed class SimulatedPeople(SimulationPlan plan)
{
    private const string EvaluationDue = "EvaluationDue";
    private const double OftenFirst = 0.75;
    private const double OftenInTime = 0.8;
    private const int LatestInWorkingDays = 10;
    private static readonly TimeOnly Noon = new(12, 0);

    private readonly Random _random = new(plan.Seed);
    private readonly Dictionary<string, int> _times = [];

    public DateTimeOffset AnswerAt(OpenHumanTask task, WorkingCalendar calendar, DateTimeOffset now)
    {
        var today = LegalTime.DateOf(now);
        var day = task.DueOn(today, calendar);
        if (plan.IsRandom)
        {
            var term = Math.Max(calendar.Between(today, day), 1);
            var inDays = _random.NextDouble() < OftenInTime ? _random.Next(1, term + 1) : term + _random.Next(1, LatestInWorkingDays + 1);
            // A meeting is recorded when it was, not before.
            day = calendar.Add(today, inDays) is var chosen && chosen < task.From ? task.From.Value : chosen;
        }

        var at = LegalTime.At(day, Noon);
        return at > now ? at : now.AddHours(1);
    }

    public string OutcomeOf(OpenHumanTask task, string activityId, CaseFacts facts)
    {
        var times = _times[activityId] = _times.GetValueOrDefault(activityId) + 1;
        if (plan.Outcomes[activityId].ToList() is { Count: > 0 } chosen && chosen[Math.Min(times, chosen.Count) - 1] is { Length: > 0 } outcome) return outcome;

        // As the form of a meeting concludes: when the round is over, the talk leads to the evaluation.
        if (task.Kind == HumanTaskKind.Meeting && facts.EvaluateFrom <= facts.Today && task.Outcomes.Contains(EvaluationDue)) return EvaluationDue;
        return plan.IsRandom && _random.NextDouble() > OftenFirst ? task.Outcomes[_random.Next(task.Outcomes.Count)] : task.Outcomes[0];
    }

    /// <summary>When an event comes that the case now waits for; null for never.</summary>
    public DateTimeOffset? EventAt(DateTimeOffset now) => plan.IsRandom ? now.AddDays(_random.Next(14, 3 * 365)) : null;
}
