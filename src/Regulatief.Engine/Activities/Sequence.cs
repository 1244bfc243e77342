using System.Text.Json.Nodes;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Migration;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>One after the other.</summary>
internal sealed class Sequence(string typeName, string displayName, string description) : CompositeActivity, ICarriesState
{
    private const string NextKey = "next";

    public override ActivityDescriptor Descriptor { get; } = new(typeName, "Workflows", displayName, description);

    public override bool HearsBreak => true;

    protected override void Start(Visit visit) => ScheduleNext(visit);

    public override void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes)
    {
        if (visit.IsBreaking || child.Activity.Descriptor.IsTerminal)
        {
            visit.Complete();
        }
        else
        {
            ScheduleNext(visit);
        }
    }

    public void Carry(VisitMove move)
    {
        var (before, after) = (move.From.EmbeddedIn("activities").ToList(), move.To.EmbeddedIn("activities").ToList());
        var current = before.ElementAtOrDefault((move.State?[NextKey]?.GetValue<int>() ?? 0) - 1);
        var place = current is null ? -1 : after.FindIndex(a => a.Id == move.IdOf(current.Id));
        if (place >= 0)
        {
            move.State![NextKey] = place + 1;
        }
        else
        {
            move.Refuse(MigrationObstacle.PositionLost);
        }
    }

    private static void ScheduleNext(Visit visit)
    {
        var next = visit.State[NextKey]?.GetValue<int>() ?? 0;
        if (visit.Node.EmbeddedIn("activities").ElementAtOrDefault(next) is { } child)
        {
            visit.State[NextKey] = JsonValue.Create(next + 1);
            visit.Schedule(child);
        }
        else
        {
            visit.Complete();
        }
    }
}
