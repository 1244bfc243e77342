using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Activities;

/// <summary>How paths move over one visit to a flowchart: what becomes due when one of its activities ends.</summary>
internal abstract class Flow(Visit visit, FlowGraph graph)
{
    protected Visit Visit => visit;

    protected FlowGraph Graph => graph;

    /// <summary>Whether something in the flowchart runs, or is about to.</summary>
    protected bool HasWork => visit.Children.Exists(c => c.Status == ActivityStatus.Running) || visit.Run.HasScheduledWork(visit);

    protected bool HasFailures => visit.Children.Exists(c => c.Status == ActivityStatus.Faulted);

    public abstract void ChildCompleted(Visit child, IReadOnlyList<string> outcomes);

    public abstract void DescendantCanceled(Visit canceled);

    /// <summary>The activities that can be begun in the place of a failed one, so that every join still comes out even.</summary>
    public abstract IReadOnlyList<ActivityNode> TargetsInsteadOf(Visit failed);

    /// <summary>Begins one of <see cref="TargetsInsteadOf"/> in the place of a failed activity that was given up.</summary>
    public abstract void GoOnAt(Visit failed, ActivityNode target);

    protected ActivityNode Member(string id) => visit.Node.EmbeddedIn("activities").First(m => m.Id == id);

    protected void CompleteIfIdle()
    {
        if (!HasWork && !HasFailures)
        {
            visit.Complete();
        }
    }

    /// <summary>Calls off whatever still runs on the way to an activity that does not wait for it.</summary>
    protected void CancelOnTheWayTo(ActivityNode target, CancelOrder order)
    {
        var ancestors = graph.Ancestors(target.Id);
        foreach (var loser in visit.Run.Visits.Where(v => v.Parent == visit && ancestors.Contains(v.Node.Id)).ToList())
        {
            visit.Run.Apply(new CancelSubtree(loser, order));
        }
    }
}
