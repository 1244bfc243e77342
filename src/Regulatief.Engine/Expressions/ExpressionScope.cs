using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Expressions;

/// <summary>What an expression sees of a workflow from one place in it, and may change there.</summary>
internal abstract class ExpressionScope
{
    /// <summary>The place, as a message names it: <c>'id'</c>, or <c>the workflow</c>.</summary>
    public abstract string Place { get; }

    public abstract WorkflowDefinition Definition { get; }

    public abstract Guid InstanceId { get; }

    /// <summary>The instant of the run, UTC.</summary>
    public abstract DateTimeOffset Now { get; }

    public abstract string? Name { get; set; }

    public abstract string? CorrelationId { get; set; }

    /// <summary>The result of the activity that gave one last, in this run.</summary>
    public abstract JsonNode? LastResult { get; }

    /// <summary>By name, whatever its case.</summary>
    public abstract IReadOnlyDictionary<string, JsonNode?> Inputs { get; }

    /// <summary>The variables seen from the place, by name: the nearest of a name hides the others.</summary>
    public abstract IReadOnlyDictionary<string, VariableValue> Variables { get; }

    public abstract VariableValue? Find(string idOrName);

    /// <summary>Gives a variable a value of its declared type.</summary>
    /// <exception cref="Ports.ActivityFaultException"><c>wrong-value</c>: it cannot be made one of that type.</exception>
    public abstract void Assign(VariableValue variable, JsonNode? value);

    public abstract JsonNode? OutputOf(string activityId, string name);

    /// <summary>An id of the run's own source.</summary>
    public abstract Guid NextId();

    /// <summary>A number of the run's own source: at least 0, below 1.</summary>
    public abstract double NextFraction();
}
