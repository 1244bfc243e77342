using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Execution;

/// <summary>Gives a failed visit up, and has its flowchart go on at another activity.</summary>
internal sealed record MoveActivity(Visit Visit, ActivityNode Target) : Step
{
    public override void Apply(WorkflowRun run)
    {
        foreach (var child in Visit.Children.Where(c => c.CanBeCanceled).ToList())
        {
            run.Apply(new CancelSubtree(child, CancelOrder.ParentFirst));
        }

        var flowchart = Visit.Parent!;
        Visit.MoveTo(ActivityStatus.Canceled);
        run.Bookmarks.BurnOf(Visit);
        Visit.AwaitNothing();
        flowchart.StopsAwaiting(Visit.Node);
        run.Note(Visit, JournalEvent.Canceled);
        Visit.Activity.Canceled(Visit);
        run.Guard(flowchart, () => ((CompositeActivity)flowchart.Activity).GoOnAt(flowchart, Visit, Target));
    }
}
