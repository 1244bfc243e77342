using Regulatief.Engine.Execution;

namespace Regulatief.Engine.Activities;

/// <summary>All at once; done when all are.</summary>
internal sealed class Parallel : CompositeActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.Parallel", "Workflows", "Parallel", "Execute a set of activities in parallel.");

    protected override void Start(Visit visit)
    {
        var branches = visit.Node.EmbeddedIn("activities").ToList();
        visit.State["remaining"] = branches.Count;
        branches.ForEach(b => visit.Schedule(b));
    }

    public override void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes)
    {
        var remaining = visit.State["remaining"]!.GetValue<int>() - 1;
        visit.State["remaining"] = remaining;
        if (remaining == 0)
        {
            visit.Complete();
        }
    }
}
