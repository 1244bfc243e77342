using System.Text.Json;
using System.Text.Json.Nodes;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>Where a flowchart begins.</summary>
internal sealed class Start : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.Start", "Flow", "Start", "A milestone activity that marks the start of a flowchart.");

    public override void Execute(ActivityContext context) => context.Complete();
}

/// <summary>Ends the flowchart or sequence it stands in.</summary>
internal sealed class End : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.End", "Flow", "End", "A milestone activity that marks the end of a flowchart.") { Outcomes = [], IsTerminal = true };

    public override void Execute(ActivityContext context) => context.Complete();
}

/// <summary>Ends the nearest loop around it.</summary>
internal sealed class Break : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.Break", "Looping", "Break", "Break out of a loop.") { Outcomes = [], IsTerminal = true };

    public override void Execute(ActivityContext context)
    {
        var composites = ((Visit)context).SelfAndAncestors().Where(v => v.Activity is CompositeActivity { HearsBreak: true });
        foreach (var composite in composites)
        {
            composite.IsBreaking = true;
            if (((CompositeActivity)composite.Activity).IsLoop)
            {
                break;
            }
        }

        context.Complete();
    }
}

/// <summary>Ends the workflow with outcomes of its own, for the workflow that started it.</summary>
internal sealed class Complete : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.Complete", "Composition", "Complete", "Signals the current composite activity to complete itself as a whole.")
        {
            Inputs = [new("outcomes", "Object", "Outcomes", "The outcome or set of outcomes to complete this activity with.", "outcome-picker")],
            Outcomes = [],
            IsTerminal = true,
        };

    public override void Execute(ActivityContext context)
    {
        var visit = (Visit)context;
        visit.Run.Data.Outcomes = context.InputJson("outcomes") switch
        {
            null => ["Done"],
            JsonArray names => [.. names.Select(n => $"{n}")],
            var name => [name.GetValueKind() == JsonValueKind.Null ? "Done" : name.ToString()],
        };

        foreach (var loop in visit.SelfAndAncestors().Where(v => v.Activity is CompositeActivity { IsLoop: true }).ToList())
        {
            visit.Run.Apply(new CancelSubtree(loop, CancelOrder.ChildrenFirst));
        }

        context.Complete();
        visit.Run.CompleteRoot();
    }
}

/// <summary>Ends the workflow at once.</summary>
internal sealed class Finish : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.Finish", "Primitives", "Finish", "Mark the workflow as finished.") { Outcomes = [], IsTerminal = true };

    public override void Execute(ActivityContext context)
    {
        var visit = (Visit)context;
        visit.Run.End(WorkflowSubStatus.Finished, visit);
        context.Complete();
    }
}
