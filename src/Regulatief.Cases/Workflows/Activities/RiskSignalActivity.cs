using System.Text.Json.Nodes;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows.Effects;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Activities;

/// <summary>Follows one risk signal: first it is the volunteer's to discuss, once shared the recipient's to handle.</summary>
internal sealed class RiskSignalActivity() : HumanTaskActivity(new HumanTaskStep(
    "Regulatief.RiskSignal", HumanTaskKind.RiskSignal, "Signaal bespreken met de cliënt", "The handling of one risk signal, from noting to closing.",
    AccountRole.Volunteer, null, 5, [RiskSignalOutcome.Handled, RiskSignalOutcome.NotShared, RiskSignalOutcome.Withdrawn])
{
    ExtraInputs =
    [
        new("handleTitle", "String", "Title when shared", "What the recipient's task is called."),
        new("handleTermInWorkingDays", "Int32", "Term when shared", "Within how many working days the recipient handles it."),
    ],
})
{
    public override void Resume(ActivityContext context, Bookmark bookmark, JsonObject input)
    {
        var outcome = OutcomeIn(input);
        if (outcome != RiskSignalOutcome.Shared)
        {
            context.Complete(outcome);
            return;
        }

        var recipient = Enum.Parse<AccountRole>((string)input["recipient"]!);
        // In acute danger no drawing gives more time than today.
        var days = (bool?)input["isToday"] == true ? 0 : context.Input("handleTermInWorkingDays", 2);
        context.Emit(new OpenHumanTask(
            context.Wait(), HumanTaskKind.RiskSignal, context.Input("handleTitle", "Signaal beoordelen"), recipient,
            new Term(days), [RiskSignalOutcome.Handled]));
    }

    // Until it is shared nobody but the volunteer knows of it: reminded, never escalated.
    protected override OpenHumanTask TaskFor(ActivityContext context, Bookmark bookmark) =>
        base.TaskFor(context, bookmark) with
        {
            Term = TermFrom(context) with { EscalateAfter = null },
            Outcomes = [RiskSignalOutcome.Shared, RiskSignalOutcome.NotShared, RiskSignalOutcome.Withdrawn],
        };
}
