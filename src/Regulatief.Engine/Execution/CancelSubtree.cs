using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Execution;

/// <summary>Which end of a subtree is cancelled first.</summary>
/// <remarks>
/// It shows: a flowchart whose last running activity is cancelled completes, if it is not cancelled itself by then. Elsa 3 goes
/// <see cref="ParentFirst"/> below a composite that completes and <see cref="ChildrenFirst"/> where a branch or a loop is called off.
/// </remarks>
internal enum CancelOrder
{
    ParentFirst,
    ChildrenFirst,
}

/// <summary>Ends a visit and all below it from outside.</summary>
internal sealed record CancelSubtree(Visit Visit, CancelOrder Order) : Step
{
    public override void Apply(WorkflowRun run)
    {
        if (!Visit.CanBeCanceled)
        {
            return;
        }

        run.Withdraw(Visit);
        if (Order == CancelOrder.ChildrenFirst)
        {
            CancelChildren(run, Visit.Children);
            Cancel(run);
        }
        else
        {
            Cancel(run);
            CancelChildren(run, run.Visits.Where(v => v.Parent == Visit && v.CanBeCanceled));
        }
    }

    private void CancelChildren(WorkflowRun run, IEnumerable<Visit> children)
    {
        foreach (var child in children.ToList())
        {
            run.Apply(new CancelSubtree(child, Order));
        }
    }

    private void Cancel(WorkflowRun run)
    {
        // Losing its last child may have completed it. Its owner has heard that then, and in Elsa 3 hears of this too.
        var isOpen = Visit.CanBeCanceled;
        if (isOpen)
        {
            Visit.MoveTo(ActivityStatus.Canceled);
        }

        run.Bookmarks.BurnOf(Visit);
        run.Bookmarks.BurnAt(Visit.Node);
        Visit.AwaitNothing();
        if (isOpen)
        {
            run.Note(Visit, JournalEvent.Canceled);
            Visit.Activity.Canceled(Visit);
        }

        foreach (var receiver in Visit.SelfAndAncestors())
        {
            (receiver.Activity as CompositeActivity)?.DescendantCanceled(receiver, Visit);
        }
    }
}
