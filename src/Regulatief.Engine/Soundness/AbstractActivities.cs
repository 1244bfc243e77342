using System.Text.Json.Nodes;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Soundness;

/// <summary>An activity without its work: it waits if it can, and leaves by any outcome that makes a difference.</summary>
/// <param name="drawnPorts">The ports that connections leave by, by activity.</param>
internal sealed class AbstractStep(Activity real, ILookup<string, string> drawnPorts, Func<Choices> choices) : Activity
{
    public override ActivityDescriptor Descriptor => real.Descriptor;

    public override void Execute(ActivityContext context)
    {
        if (Descriptor.Waits && !context.IsTrigger)
        {
            context.Wait();
        }
        else
        {
            Leave(context, isData: true);
        }
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonObject input) => Leave(context, isData: false);

    private void Leave(ActivityContext context, bool isData)
    {
        var possible = real.PortsOf(context.Node) ?? [.. drawnPorts[context.Node.Id].DefaultIfEmpty("Done")];
        if (real is FlowFork)
        {
            context.Complete([.. possible]);
            return;
        }

        // Outcomes that lead nowhere differ in name only.
        var drawn = possible.Where(p => drawnPorts[context.Node.Id].Contains(p)).ToList();
        var options = drawn.Concat(possible.Except(drawn).Take(1)).Distinct().Select(port => new[] { port }).ToList();
        if (!real.LeavesByOnePort(context.Node) && drawn.Count > 1)
        {
            options.Add([.. drawn]);
        }

        var names = options.ConvertAll(ports => string.Join('+', ports)).DefaultIfEmpty("Done").ToList();
        context.Complete(choices().Choose(context.Node.Id, names, isData).Split('+'));
    }
}

/// <summary>Some of its embedded activities beside each other, until all are done.</summary>
internal abstract class AbstractBeside(Activity real) : CompositeActivity
{
    private const string OpenKey = "open";

    public override ActivityDescriptor Descriptor => real.Descriptor;

    public override void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes)
    {
        var open = visit.State[OpenKey]!.GetValue<int>() - 1;
        visit.State[OpenKey] = open;
        if (open == 0)
        {
            visit.Complete();
        }
    }

    protected static void Begin(Visit visit, List<ActivityNode> children)
    {
        visit.State[OpenKey] = children.Count;
        children.ForEach(child => visit.Schedule(child));
    }
}

/// <summary>One of several embedded activities, or none: If and Switch. A switch that takes all that match takes any of them at once.</summary>
internal sealed class AbstractBranch(Activity real, Func<Choices> choices) : AbstractBeside(real)
{
    private const string Nothing = "nothing";
    private const string Default = "default";

    protected override void Start(Visit visit)
    {
        var node = visit.Node;
        var slots = node.Embedded.Select(e => e.Slot).Distinct().ToList();
        var chosen = node.Inputs.TryGetValue("mode", out var mode) && mode.Value?.ToString() == "MatchAny"
            ? slots.FindAll(s => s != Default && choices().Choose($"{node.Id}.{s}", ["passes", "matches"], isData: true) == "matches")
            : [choices().Choose(node.Id, [.. slots, Nothing], isData: true)];
        Begin(visit, [.. (chosen.Count == 0 ? [Default] : chosen).SelectMany(node.EmbeddedIn)]);
    }
}

/// <summary>A body that runs as often as values say, each time after the one before.</summary>
internal sealed class AbstractLoop(CompositeActivity real, Func<Choices> choices) : CompositeActivity
{
    public override ActivityDescriptor Descriptor => real.Descriptor;

    public override bool IsLoop => real.IsLoop;

    public override bool HearsBreak => real.HearsBreak;

    public override void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes) => Turn(visit);

    protected override void Start(Visit visit) => Turn(visit);

    private void Turn(Visit visit)
    {
        if (!visit.IsBreaking
            && visit.Node.EmbeddedIn("body").FirstOrDefault() is { } body
            && choices().Choose(visit.Node.Id, ["leave", "turn"], isData: true) == "turn")
        {
            visit.Schedule(body);
        }
        else
        {
            visit.Complete();
        }
    }
}

/// <summary>A body that runs for no, one or two items at once: more of them wait and end as two do.</summary>
internal sealed class AbstractParallelLoop(Activity real, Func<Choices> choices) : AbstractBeside(real)
{
    protected override void Start(Visit visit)
    {
        var body = visit.Node.EmbeddedIn("body").FirstOrDefault();
        var items = body is null ? 0 : choices().Choose(visit.Node.Id, [0, 1, 2], isData: true);
        Begin(visit, [.. Enumerable.Repeat(body!, items)]);
    }
}
