using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.MyCase;

/// <summary>The phases of the cycle in six plain steps.</summary>
internal static class PlainPhases
{
    private static readonly string[] Steps = ["Meet", "Volunteer", "Agree", "Together", "LookBack", "Finish"];

    public static IReadOnlyList<Phase> Of(MyCasePage page, Texts texts) =>
        [.. Steps.Select((step, index) => new Phase(texts[$"MyCase.Step.{step}"], StateOf(index, page)))];

    private static PhaseState StateOf(int step, MyCasePage page) => step.CompareTo(StepOf(page.Phase)) switch
    {
        < 0 => PhaseState.Done,
        0 => page.IsPaused ? PhaseState.Waiting : PhaseState.Current,
        _ => PhaseState.Upcoming,
    };

    private static int StepOf(CasePhase phase) => phase switch
    {
        CasePhase.Intake or CasePhase.InclusionCheck => 0,
        CasePhase.Matching => 1,
        CasePhase.TaskDivision or CasePhase.Agreements => 2,
        CasePhase.WorkingTogether => 3,
        CasePhase.Evaluation => 4,
        CasePhase.Closure => 5,
        _ => Steps.Length,
    };
}
