using Regulatief.Engine.Execution;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>Runs its body as long as a condition holds, which is asked before each round.</summary>
internal sealed class While : CompositeActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.While", "Looping", "While", "Execute an activity while a given condition evaluates to true.")
        {
            Inputs = [new("condition", "Boolean", "Condition", "The condition to evaluate before each round.") { DefaultValue = false }],
        };

    public override bool IsLoop => true;

    protected override void Start(Visit visit) => Iterate(visit);

    public override void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes) => Iterate(visit);

    private static void Iterate(Visit visit)
    {
        if (!visit.IsBreaking && visit.Node.EmbeddedIn("body").FirstOrDefault() is { } body && visit.Input("condition", fallback: false))
        {
            visit.Schedule(body);
        }
        else
        {
            visit.Complete();
        }
    }
}
