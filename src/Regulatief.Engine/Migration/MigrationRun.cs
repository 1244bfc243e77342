using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Migration;

/// <summary>One migration while it is being calculated.</summary>
internal sealed class MigrationRun(WorkflowDefinition from, WorkflowDefinition to, MigrationPlan plan, WorkflowInstance instance, IActivityCatalog catalog)
{
    private readonly List<MigrationRefusal> refusals = [];
    private readonly Dictionary<Guid, VisitMove> moves = [];

    public WorkflowDefinition From => from;

    public WorkflowDefinition To => to;

    public WorkflowInstance Instance => instance;

    /// <summary>What became of an activity of the old version; null when the new one lacks it.</summary>
    public ActivityNode? NodeFor(string oldId) => to.Find(plan.IdOf(oldId));

    public void Refuse(MigrationObstacle obstacle, string activityId, string? detail = null) =>
        refusals.Add(new MigrationRefusal(obstacle, activityId, detail));

    public MigrationResult Run(DateTimeOffset now)
    {
        JudgePlan();
        foreach (var stored in instance.Executions)
        {
            Pair(stored);
        }

        if (refusals.Count > 0)
        {
            // What its flowcharts would make of a place that is gone tells nobody more.
            return Refused();
        }

        foreach (var move in moves.Values)
        {
            JudgePlace(move);
            JudgeWait(move);
            JudgeOutcomes(move);
            (catalog.Find(move.To.Type) as ICarriesState)?.Carry(move);
        }

        var variables = Carry(from.Variables, to.Variables, instance.Variables, from.Root.Id);
        var executions = instance.Executions.Select(e => Carry(moves[e.Id])).ToList();
        return refusals.Count > 0
            ? Refused()
            : new MigrationResult { Instance = Moved(variables, executions), Journal = [.. Told(now)] };
    }

    private MigrationResult Refused() => new() { Refusals = [.. refusals.Distinct()] };

    private void JudgePlan()
    {
        foreach (var (oldId, newId) in plan.NewIds.Where(m => from.Find(m.Key) is null || to.Find(m.Value) is null))
        {
            Refuse(MigrationObstacle.PlanUnclear, oldId, newId);
        }

        var meetings = from.Root.SelfAndDescendants().Where(n => NodeFor(n.Id) is not null).GroupBy(n => plan.IdOf(n.Id)).Where(g => g.Count() > 1);
        foreach (var meeting in meetings)
        {
            Refuse(MigrationObstacle.PlanUnclear, meeting.First().Id, meeting.Key);
        }
    }

    private void Pair(ActivityExecution stored)
    {
        var before = from.Find(stored.ActivityId) ?? throw new InvalidOperationException(
            $"Instance {instance.Id} holds a visit to '{stored.ActivityId}', which {from.DefinitionId} version {from.Version} lacks.");
        if (NodeFor(before.Id) is not { } after)
        {
            Refuse(MigrationObstacle.Removed, before.Id);
        }
        else if (after.Type != before.Type || after.Version != before.Version)
        {
            Refuse(MigrationObstacle.TypeChanged, before.Id, after.Type);
        }
        else
        {
            moves.Add(stored.Id, new VisitMove(this, stored, before, after));
        }
    }

    private void JudgePlace(VisitMove move)
    {
        var isInPlace = move.Stored.ParentId is not { } parentId
            ? move.To == to.Root
            : SlotOf(moves[parentId].To, move.To) == SlotOf(moves[parentId].From, move.From);
        if (!isInPlace)
        {
            Refuse(MigrationObstacle.ContainerChanged, move.From.Id);
        }
    }

    /// <summary>The property that holds it, whatever its place in the list; null when it is held elsewhere.</summary>
    private static string? SlotOf(ActivityNode composite, ActivityNode held) =>
        composite.Embedded.FirstOrDefault(e => e.Activity == held)?.Slot.Split('[')[0];

    private void JudgeWait(VisitMove move)
    {
        var waits = instance.Bookmarks.Where(b => b.ActivityExecutionId == move.Stored.Id).ToList();
        if (waits.Count == 0)
        {
            return;
        }

        foreach (var (name, _) in move.From.Inputs.Where(i => !IsBlank(i.Value) && IsBlank(move.To.Inputs.GetValueOrDefault(i.Key))))
        {
            Refuse(MigrationObstacle.InputLost, move.From.Id, name);
        }

        if (waits.TrueForAll(b => b.Key is null))
        {
            return;
        }

        // What wakes it was settled when it began to wait: it would go on listening for the old name.
        var required = catalog.Find(move.From.Type)?.Descriptor.Inputs.Where(i => i.IsRequired) ?? [];
        foreach (var input in required.Where(i => !IsSame(move.From.Inputs.GetValueOrDefault(i.Name), move.To.Inputs.GetValueOrDefault(i.Name))))
        {
            Refuse(MigrationObstacle.WaitChanged, move.From.Id, input.Name);
        }
    }

    private void JudgeOutcomes(VisitMove move)
    {
        if (move.Stored.ParentId is not { } parentId)
        {
            return;
        }

        var flowchart = moves[parentId];
        var kept = flowchart.To.Connections.Where(c => c.SourceId == move.To.Id).Select(c => c.SourcePort).ToHashSet();
        foreach (var port in flowchart.From.Connections.Where(c => c.SourceId == move.From.Id).Select(c => c.SourcePort).Distinct().Where(p => !kept.Contains(p)))
        {
            Refuse(MigrationObstacle.OutcomeLost, move.From.Id, port);
        }
    }

    private static bool IsBlank(InputValue? input) => input?.Value is null || input.Value is JsonValue value && value.ToString().Length == 0;

    private static bool IsSame(InputValue? one, InputValue? other) =>
        one?.ExpressionType == other?.ExpressionType && JsonNode.DeepEquals(one?.Value, other?.Value);

    private ActivityExecution Carry(VisitMove move) => move.Stored with
    {
        ActivityId = move.To.Id,
        State = move.State is { Count: > 0 } state ? state : null,
        Variables = Carry(move.From.Variables, move.To.Variables, move.Stored.Variables, move.From.Id),
        Awaited = move.Stored.Awaited.Where(a => NodeFor(a.Key) is not null).ToDictionary(a => plan.IdOf(a.Key), a => a.Value),
        Tokens = move.Tokens,
    };

    /// <summary>Values go to the variable of the same id, else of the same name. One that is declared no more is forgotten: nothing reads it.</summary>
    private List<VariableValue> Carry(
        IReadOnlyList<VariableDefinition> before, IReadOnlyList<VariableDefinition> after, IReadOnlyList<VariableValue> stored, string activityId)
    {
        var carried = new List<VariableValue>();
        foreach (var value in stored)
        {
            if (before.All(v => v.Id != value.Id))
            {
                // A loop gave it to its body; no version declares it.
                carried.Add(value);
            }
            else if ((after.FirstOrDefault(v => v.Id == value.Id) ?? after.FirstOrDefault(v => v.Name == value.Name)) is { } declared)
            {
                carried.Add(Fit(value, declared, activityId));
            }
        }

        return carried;
    }

    private VariableValue Fit(VariableValue value, VariableDefinition declared, string activityId)
    {
        var initial = VariableTypes.Initial(declared);
        if (value.TypeName == declared.TypeName && value.IsArray == declared.IsArray)
        {
            return initial with { Value = value.Value };
        }

        try
        {
            return initial with { Value = VariableTypes.Coerce(initial, value.Value) };
        }
        catch (ActivityFaultException)
        {
            Refuse(MigrationObstacle.VariableChanged, activityId, declared.Name);
            return value;
        }
    }

    private WorkflowInstance Moved(List<VariableValue> variables, List<ActivityExecution> executions) => new()
    {
        Id = instance.Id,
        DefinitionId = to.DefinitionId,
        DefinitionVersion = to.Version,
        Status = instance.Status,
        SubStatus = instance.SubStatus,
        Name = instance.Name,
        CorrelationId = instance.CorrelationId,
        Bookmarks = [.. instance.Bookmarks.Select(b => b with { ActivityId = moves[b.ActivityExecutionId].To.Id, NodeId = moves[b.ActivityExecutionId].To.NodeId })],
        Incidents = [.. instance.Incidents.Select(i => i with { ActivityId = moves[i.ActivityExecutionId].To.Id, NodeId = moves[i.ActivityExecutionId].To.NodeId })],
        Variables = variables,
        Executions = executions,
        Inputs = instance.SubStatus == WorkflowSubStatus.Pending ? instance.Inputs : WithNewDefaults(),
        Outputs = instance.Outputs,
        Outcomes = instance.Outcomes,
        JournalSequence = instance.JournalSequence + executions.Count,
        IsRootCompleted = instance.IsRootCompleted,
    };

    private Dictionary<string, JsonNode?> WithNewDefaults()
    {
        var inputs = new Dictionary<string, JsonNode?>(instance.Inputs, StringComparer.OrdinalIgnoreCase);
        foreach (var argument in to.Inputs)
        {
            inputs.TryAdd(argument.Name, argument.DefaultValue?.DeepClone());
        }

        return inputs;
    }

    private IEnumerable<JournalEntry> Told(DateTimeOffset now) => instance.Executions.Select((e, i) => (Visit: e, Node: moves[e.Id].To, Sequence: instance.JournalSequence + i + 1))
        .Select(m => new JournalEntry(m.Sequence, m.Node.Id, m.Node.NodeId, m.Node.Type, m.Visit.Id, JournalEvent.Moved, [], now));
}
