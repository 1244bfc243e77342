using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Workflows.Effects;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Activities;

/// <summary>Plans the next driegesprek and waits for its record; the term runs from the day of the meeting.</summary>
internal sealed class ThreeWayMeetingActivity() : HumanTaskActivity(new HumanTaskStep(
    "Regulatief.ThreeWayMeeting", HumanTaskKind.Meeting, "Driegesprek", "Waits for the record of the three-way meeting, planned at the agreed rhythm.",
    AccountRole.ProbationOfficer, CasePhase.WorkingTogether, 3, ["Held", "Missed", "EvaluationDue"]))
{
    public override void Execute(ActivityContext context)
    {
        EnterPhase(context);
        var on = context.Facts<CaseFacts>().PlannedMeetingOn;
        context.Emit(new PlanMeeting(on, TaskFor(context, context.Wait()) with { From = on }));
    }
}
