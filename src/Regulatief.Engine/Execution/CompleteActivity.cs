using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Execution;

/// <summary>Ends a visit well and tells those who wait for it, which may complete them in turn.</summary>
/// <remarks>A visit that has ended some other way stays as it is: in a race both may come.</remarks>
internal sealed record CompleteActivity(Visit Visit, IReadOnlyList<string> Outcomes) : Step
{
    public override void Apply(WorkflowRun run)
    {
        if (Visit.Status != ActivityStatus.Running)
        {
            return;
        }

        foreach (var child in Visit.Children.Where(c => c.CanBeCanceled).ToList())
        {
            run.Apply(new CancelSubtree(child, CancelOrder.ParentFirst));
        }

        // Calling off its last child may already have completed a flowchart. Elsa 3 then still tells the owners, as we do.
        if (Visit.Status == ActivityStatus.Running)
        {
            Visit.MoveTo(ActivityStatus.Completed);
            run.Note(Visit, JournalEvent.Completed, Outcomes);
        }

        foreach (var owner in Visit.SelfAndAncestors().Where(v => v.StopsAwaiting(Visit.Node)))
        {
            run.Guard(owner, () => ((CompositeActivity)owner.Activity).ChildCompleted(owner, Visit, Outcomes));
        }

        run.Bookmarks.BurnOf(Visit);
        Visit.AwaitNothing();
        if (Visit.Parent is null)
        {
            run.IsRootCompleted = true;
        }
    }
}
