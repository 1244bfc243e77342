using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.MyCase;

/// <summary>The phases of the cycle in six plain steps.</summary>
internal static class PlainPhases
{
    private static readonly string[] Steps = ["Meet", "Volunteer", "Agree", "Together", "LookBack", "Finish"];

    public static IReadOnlyList<Phase> Of(MyCasePage page, Texts texts) =>
        [.. Steps.Select((step, index) => new Phase(texts[$"MyCase.Step.{step}"], PhaseStates.Of(StandingOf(index, page), page.IsPaused)))];

    /// <summary>A step stands where the one of its phases stands that says most of it.</summary>
    private static PhaseStanding StandingOf(int step, MyCasePage page)
    {
        var standings = page.Standings.Where(s => StepOf(s.Key) == step).Select(s => s.Value).ToList();
        return new[] { PhaseStanding.Now, PhaseStanding.Stopped, PhaseStanding.NotReached, PhaseStanding.ToCome }.FirstOrDefault(standings.Contains, PhaseStanding.Done);
    }

    private static int StepOf(CasePhase phase) => phase switch
    {
        CasePhase.Intake or CasePhase.InclusionCheck => 0,
        CasePhase.Matching => 1,
        CasePhase.TaskDivision or CasePhase.Agreements => 2,
        CasePhase.WorkingTogether => 3,
        CasePhase.Evaluation => 4,
        CasePhase.Closure => 5,
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "Expected a phase before the end."),
    };
}
