using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Engine.Execution;

/// <summary>Tells what an activity that only decides or remembers would do, were a case to come there: by running it by itself, in memory.</summary>
/// <remarks>Variables that nothing gave a value are at their first one, and there is no input: the way of most cases.</remarks>
public sealed class Foresight(WorkflowDefinition definition, IActivityCatalog catalog)
{
    private readonly WorkflowRunner runner = new(catalog);

    /// <summary>The outcomes it would leave by and what the workflow's variables would hold then, by id. No outcomes when it would wait or
    /// fail.</summary>
    /// <param name="node">Of the definition.</param>
    /// <param name="variables">What is known to hold another value than the first, by id.</param>
    public (IReadOnlyList<string> Outcomes, IReadOnlyDictionary<string, JsonNode?> Variables) Pass(
        ActivityNode node, IReadOnlyDictionary<string, JsonNode?> variables)
    {
        var alone = new WorkflowDefinition
        {
            Id = definition.Id,
            DefinitionId = definition.DefinitionId,
            Version = definition.Version,
            Name = definition.Name,
            Root = node,
            Variables = [.. definition.Variables.Select(v => v with { IsStored = true, Value = variables.GetValueOrDefault(v.Id, v.Value) })],
            Source = definition.Source,
        };
        var result = runner.Run(new RunRequest
        {
            Definition = alone,
            Instance = WorkflowInstance.New(Guid.Empty, alone.DefinitionId, alone.Version),
            Stimulus = new Stimulus.Start(),
            Now = DateTimeOffset.UnixEpoch,
            Seed = 0,
        });
        var left = result.Journal.LastOrDefault(e => e.ActivityId == node.Id && e.Event == JournalEvent.Completed);
        return (left?.Outcomes ?? [], result.Instance.Variables.ToDictionary(v => v.Id, v => v.Value));
    }
}
