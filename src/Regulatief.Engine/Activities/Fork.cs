using System.Text.Json.Nodes;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Migration;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>All at once; done when all are, or with <c>joinMode</c> <c>WaitAny</c> when one is.</summary>
internal sealed class Fork : CompositeActivity, ICarriesState
{
    private const string CompletedKey = "completed";

    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Fork", "Control Flow", "Fork", "Branch execution into multiple branches.")
    {
        Inputs =
        [
            new("joinMode", "String", "Join Mode", "When this activity goes on: after all branches, or after the first.", "dropdown")
            {
                DefaultValue = "WaitAll",
                Choices = ["WaitAll", "WaitAny"],
            },
        ],
    };

    public override bool HearsBreak => true;

    protected override void Start(Visit visit) => visit.Node.EmbeddedIn("branches").ToList().ForEach(b => visit.Schedule(b));

    public override void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes)
    {
        var completed = visit.State[CompletedKey]?.AsArray().Select(id => id!.GetValue<string>()).ToList() ?? [];
        if (!completed.Contains(child.Node.Id))
        {
            completed.Add(child.Node.Id);
        }

        visit.State[CompletedKey] = new JsonArray([.. completed.Select(id => (JsonNode)id)]);
        if (visit.IsBreaking
            || visit.Input("joinMode", "WaitAll") == "WaitAny"
            || visit.Node.EmbeddedIn("branches").All(b => completed.Contains(b.Id)))
        {
            visit.Complete();
        }
    }

    public void Carry(VisitMove move)
    {
        Branches.Compare(move, "branches");
        if (move.State?[CompletedKey] is JsonArray completed)
        {
            move.State[CompletedKey] = new JsonArray([.. completed.Select(id => move.IdOf(id!.GetValue<string>())).OfType<string>().Select(id => (JsonNode)id)]);
        }
    }
}
