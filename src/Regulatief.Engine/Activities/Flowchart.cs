using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Migration;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>Activities joined by connections. How a path moves over them is the flow's business: see <see cref="CounterFlow"/> and <see
/// cref="TokenFlow"/>.</summary>
internal sealed class Flowchart : CompositeActivity, ICarriesState
{
    private const string StartKey = "start";

    public override ActivityDescriptor Descriptor { get; } =
        new(ActivityNode.FlowchartType, "Flow", "Flowchart", "A flowchart is a collection of activities and connections between them.");

    protected override void Start(Visit visit)
    {
        var trigger = visit.Node.EmbeddedIn("activities").FirstOrDefault(m => m.Id == visit.Run.PendingTriggerId);
        if (trigger is not null)
        {
            // What leads back is judged from where this instance began, also in later runs.
            visit.State[StartKey] = trigger.Id;
        }

        if ((trigger ?? FlowchartStart.Of(visit.Node)) is { } start)
        {
            visit.Schedule(start);
        }
    }

    public override void ChildCompleted(Visit visit, Visit child, IReadOnlyList<string> outcomes)
    {
        if (child.Activity.Descriptor.IsTerminal)
        {
            visit.Tokens.Clear();
            visit.Complete();
        }
        else
        {
            FlowOf(visit).ChildCompleted(child, outcomes);
        }
    }

    public override void DescendantCanceled(Visit visit, Visit canceled) => FlowOf(visit).DescendantCanceled(canceled);

    public override IReadOnlyList<ActivityNode> TargetsInsteadOf(Visit visit, Visit failed) => FlowOf(visit).TargetsInsteadOf(failed);

    public override void GoOnAt(Visit visit, Visit failed, ActivityNode target) => FlowOf(visit).GoOnAt(failed, target);

    public void Carry(VisitMove move)
    {
        var trigger = (move.Stored.State?[StartKey])?.GetValue<string>();
        var start = trigger is null ? FlowchartStart.Of(move.To)?.Id : move.IdOf(trigger);
        if (trigger is not null && move.To.EmbeddedIn("activities").All(m => m.Id != start))
        {
            move.Refuse(MigrationObstacle.StartLost, trigger);
        }
        else if (move.MovesTokens.Before != move.MovesTokens.After)
        {
            move.Refuse(MigrationObstacle.LinesChanged);
        }
        else
        {
            var before = trigger is null ? move.From.Graph : move.From.GraphFrom(trigger);
            var after = move.To.GraphFrom(start ?? "");
            if (move.MovesTokens.Before)
            {
                new TokenMigration(move, before, after).Carry();
            }
            else
            {
                new FlowMigration(move, before, after).Carry();
            }
        }

        if (trigger is not null && start is not null)
        {
            (move.State ??= [])[StartKey] = start;
        }
    }

    /// <summary>How paths move over a visit to a flowchart.</summary>
    private static Flow FlowOf(Visit visit)
    {
        var graph = visit.State.TryGetPropertyValue(StartKey, out var start)
            ? visit.Node.GraphFrom(start!.GetValue<string>())
            : visit.Node.Graph;
        return visit.Run.Definition.MovesTokens ? new TokenFlow(visit, graph) : new CounterFlow(visit, graph);
    }
}
