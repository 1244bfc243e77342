using Regulatief.Engine.Execution;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>One of two embedded activities, or none.</summary>
internal sealed class If : CompositeActivity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.If", "Branching", "If", "Evaluate a Boolean condition to determine which activity to execute next.")
        {
            Inputs = [new("condition", "Boolean", "Condition", "The condition to evaluate.") { DefaultValue = false }],
        };

    protected override void Start(Visit visit)
    {
        var condition = visit.Input("condition", fallback: false);
        visit.SetOutput("result", condition);
        if (visit.Node.EmbeddedIn(condition ? "then" : "else").FirstOrDefault() is { } next)
        {
            visit.Schedule(next);
        }
    }

    public override void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes) => visit.Complete();
}

/// <summary>True or False, in a flowchart.</summary>
internal sealed class FlowDecision : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.FlowDecision", "Branching", "Decision", "Evaluate a Boolean condition to determine which path to execute next.")
        {
            Inputs = [new("condition", "Boolean", "Condition", "The condition to evaluate.") { DefaultValue = false }],
            Outcomes = ["True", "False"],
        };

    public override void Execute(ActivityContext context) => context.Complete(context.Input("condition", fallback: false) ? "True" : "False");
}
