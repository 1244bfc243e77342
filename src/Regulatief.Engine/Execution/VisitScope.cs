using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Expressions;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Execution;

/// <summary>A run as an expression of one visit sees it.</summary>
/// <param name="visit">Whose variables it sees; null sees those of the workflow alone.</param>
internal sealed class VisitScope(WorkflowRun run, Visit? visit) : ExpressionScope
{
    public override string Place => visit is null ? "the workflow" : $"'{visit.Node.Id}'";

    public override WorkflowDefinition Definition => run.Definition;

    public override Guid InstanceId => run.InstanceId;

    public override DateTimeOffset Now => run.Now;

    public override string? Name
    {
        get => run.Data.Name;
        set => run.Data.Name = value;
    }

    public override string? CorrelationId
    {
        get => run.Data.CorrelationId;
        set => run.Data.CorrelationId = value;
    }

    public override JsonNode? LastResult => run.Data.LastResult;

    public override IReadOnlyDictionary<string, JsonNode?> Inputs => run.Data.Inputs;

    public override IReadOnlyDictionary<string, VariableValue> Variables => run.Data.VisibleTo(visit);

    public override VariableValue? Find(string idOrName) => run.Data.Find(visit, idOrName);

    public override void Assign(VariableValue variable, JsonNode? value) => run.Data.Assign(visit, variable, value);

    public override JsonNode? OutputOf(string activityId, string name) => run.Data.OutputOf(activityId, name);

    public override Guid NextId() => run.Source.NextId();

    public override double NextFraction() => run.Source.NextFraction();
}
