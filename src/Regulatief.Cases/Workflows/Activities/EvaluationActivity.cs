using System.Text.Json.Nodes;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Workflows.Effects;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Activities;

/// <summary>Waits for the evaluation; its conclusion begins a new round, adjusts the plan or leads to closure.</summary>
internal sealed class EvaluationActivity() : HumanTaskActivity(new HumanTaskStep(
    "Regulatief.Evaluation", HumanTaskKind.Evaluation, "Evaluatie", "Goal progress and the five conditions, from each party.",
    AccountRole.ProbationOfficer, CasePhase.Evaluation, 10, [NextRound, "Adjust", "Close"]))
{
    private const string NextRound = "NextRound";

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonObject input)
    {
        var outcome = OutcomeIn(input);
        if (outcome == NextRound) context.Emit(new BeginNextRound());
        context.Complete(outcome);
    }
}
