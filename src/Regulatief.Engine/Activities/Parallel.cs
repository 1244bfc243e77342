using Regulatief.Engine.Execution;
using Regulatief.Engine.Migration;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>All at once; done when all are.</summary>
internal sealed class Parallel : CompositeActivity, ICarriesState
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

    public void Carry(VisitMove move) => Branches.Compare(move, "activities");
}

/// <summary>Branches that begin together: one that is added later would never begin.</summary>
internal static class Branches
{
    /// <summary>Refuses unless the new version has the same ones.</summary>
    public static void Compare(VisitMove move, string slot)
    {
        var before = move.From.EmbeddedIn(slot).Select(b => move.IdOf(b.Id)).ToHashSet();
        if (!before.SetEquals(move.To.EmbeddedIn(slot).Select(b => b.Id)))
        {
            move.Refuse(MigrationObstacle.BranchesChanged);
        }
    }
}
