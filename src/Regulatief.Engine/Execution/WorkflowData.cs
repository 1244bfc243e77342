using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Execution;

/// <summary>What the instance holds beside its visits, and the variables as a visit sees them: the nearest of a name hides the others.</summary>
internal sealed class WorkflowData
{
    private readonly Dictionary<string, VariableValue> variables;
    private readonly Dictionary<string, JsonNode?> inputs;
    private readonly Dictionary<string, JsonNode?> outputs;
    private readonly Dictionary<(string ActivityId, string Output), JsonNode?> activityOutputs = [];

    public WorkflowData(WorkflowDefinition definition, WorkflowInstance instance)
    {
        variables = VariableTypes.AtFirst(definition.Variables, instance.Variables);
        inputs = new Dictionary<string, JsonNode?>(instance.Inputs, StringComparer.OrdinalIgnoreCase);
        outputs = new Dictionary<string, JsonNode?>(instance.Outputs);
        Name = instance.Name;
        CorrelationId = instance.CorrelationId;
    }

    public string? Name { get; set; }

    public string? CorrelationId { get; set; }

    /// <summary>The outcomes that the workflow as a whole completes with.</summary>
    public IReadOnlyList<string> Outcomes { get; set; } = [];

    public IReadOnlyCollection<VariableValue> Variables => variables.Values;

    public IReadOnlyDictionary<string, JsonNode?> Inputs => inputs;

    public IReadOnlyDictionary<string, JsonNode?> Outputs => outputs;

    /// <summary>The result of the activity that gave one last, in this run; Elsa 3 forgets it between runs too.</summary>
    public JsonNode? LastResult { get; private set; }

    /// <summary>Takes the inputs of a start.</summary>
    public void Begin(WorkflowDefinition definition, JsonObject? given)
    {
        foreach (var argument in definition.Inputs)
        {
            inputs[argument.Name] = argument.DefaultValue?.DeepClone();
        }

        foreach (var (name, value) in given ?? [])
        {
            inputs[name] = value?.DeepClone();
        }
    }

    public JsonNode? Input(string name) => inputs.GetValueOrDefault(name);

    public void GiveOutput(string name, JsonNode? value) => outputs[name] = value?.DeepClone();

    /// <summary>The variables a visit sees, by name.</summary>
    public Dictionary<string, VariableValue> VisibleTo(Visit? visit)
    {
        var visible = new Dictionary<string, VariableValue>();
        foreach (var variable in InScope(visit))
        {
            visible.TryAdd(variable.Name, variable);
        }

        return visible;
    }

    public VariableValue? Find(Visit? visit, string idOrName) =>
        InScope(visit).FirstOrDefault(v => v.Id == idOrName) ?? InScope(visit).FirstOrDefault(v => v.Name == idOrName);

    /// <summary>Gives a variable a value of its declared type.</summary>
    /// <exception cref="ActivityFaultException"><c>wrong-value</c>: it cannot be made one of that type.</exception>
    public void Assign(Visit? visit, VariableValue variable, JsonNode? value)
    {
        var assigned = variable with { Value = VariableTypes.Coerce(variable, value) };
        for (var holder = visit; holder is not null; holder = holder.Parent)
        {
            if (holder.TryAssign(assigned))
            {
                return;
            }
        }

        variables[variable.Id] = assigned;
    }

    /// <summary>Records an activity's output for scripts of this run, and in the variable that the node maps it to.</summary>
    public void SetOutput(Visit visit, string name, JsonNode? value)
    {
        activityOutputs[(visit.Node.Id, name.ToUpperInvariant())] = value;
        if (name == "result")
        {
            LastResult = value;
        }

        if (visit.Node.Outputs.TryGetValue(name, out var variableId) && Find(visit, variableId) is { } variable)
        {
            Assign(visit, variable, value);
        }
    }

    public JsonNode? OutputOf(string activityId, string name) => activityOutputs.GetValueOrDefault((activityId, name.ToUpperInvariant()));

    private IEnumerable<VariableValue> InScope(Visit? visit) =>
        (visit?.SelfAndAncestors() ?? []).SelectMany(v => v.Variables).Concat(variables.Values);
}
