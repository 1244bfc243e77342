using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Format;

/// <summary>Reads one parsed document: what belongs to the workflow as a whole, its activities by <see cref="NodeReader"/>.</summary>
internal sealed class DocumentReader(IActivityCatalog catalog, JsonObject source)
{
    private readonly ProblemList problems = new(source);

    public DefinitionReading Read()
    {
        var definitionId = source.Text("definitionId") ?? "";
        if (definitionId.Length == 0)
        {
            problems.Warning("missing-definition-id", "$.definitionId", $"The definition names no definitionId.");
        }

        var version = source.Integer("version") ?? 1;
        if (version < 1)
        {
            problems.Error("wrong-version", "$.version", $"The version is {version}; the first version is 1.");
        }

        var variables = ReadVariables(source["variables"], "$.variables", problems);
        var inputs = ReadArguments("inputs");
        var outputs = ReadArguments("outputs");
        var root = ReadRoot(source["root"]);
        if (root is null || problems.HasErrors)
        {
            return new DefinitionReading(null, problems.All);
        }

        var definition = new WorkflowDefinition
        {
            Id = source.Text("id") ?? "",
            DefinitionId = definitionId,
            Version = version,
            Name = source.Text("name") ?? definitionId,
            Description = source.Text("description"),
            Root = root,
            Variables = variables,
            Inputs = inputs,
            Outputs = outputs,
            Outcomes = source["outcomes"] is JsonArray outcomes ? [.. outcomes.OfType<JsonValue>().Select(o => o.ToString())] : [],
            Source = source,
        };
        return new DefinitionReading(definition, problems.All);
    }

    /// <summary>Reads the variables of a workflow or of a composite; a missing list is an empty one.</summary>
    public static IReadOnlyList<VariableDefinition> ReadVariables(JsonNode? node, string path, ProblemList problems)
    {
        if (node is not JsonArray items)
        {
            if (node is not null)
            {
                problems.Error("wrong-kind", path, $"Variables are an array; found {JsonText.KindOf(node)}.");
            }

            return [];
        }

        if (IsTooLong(items, path, problems))
        {
            return [];
        }

        var variables = new List<VariableDefinition>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not JsonObject item)
            {
                problems.Error("wrong-kind", $"{path}[{i}]", $"A variable is an object; found {JsonText.KindOf(items[i])}.");
                continue;
            }

            var name = item.Text("name") ?? item.Text("id");
            if (string.IsNullOrEmpty(name))
            {
                problems.Error("missing-name", $"{path}[{i}]", $"The variable has neither a name nor an id.");
                continue;
            }

            variables.Add(new VariableDefinition(
                item.Text("id") ?? name,
                name,
                item.Text("typeName") ?? "Object",
                item.Flag("isArray"),
                item["value"]?.DeepClone(),
                IsStored(item.Text("storageDriverTypeName"))));
        }

        return variables;
    }

    /// <summary>Elsa's drivers by any spelling of their type names: WorkflowInstance and the older Workflow keep, Memory forgets.</summary>
    private static bool IsStored(string? driver) => driver?.Contains("Workflow", StringComparison.Ordinal) == true
        && !driver.Contains("MemoryStorageDriver", StringComparison.Ordinal);

    private static bool IsTooLong(JsonArray items, string path, ProblemList problems)
    {
        if (items.Count <= DefinitionReader.MaxVariables)
        {
            return false;
        }

        problems.Error("too-many-variables", path, $"The list has {items.Count} items, and at most {DefinitionReader.MaxVariables} are allowed.");
        return true;
    }

    private List<ArgumentDefinition> ReadArguments(string property)
    {
        var arguments = new List<ArgumentDefinition>();
        if (source[property] is not JsonArray items || IsTooLong(items, $"$.{property}", problems))
        {
            return arguments;
        }

        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is JsonObject item && item.Text("name") is { Length: > 0 } name)
            {
                arguments.Add(new ArgumentDefinition(name, item.Text("type") ?? "Object", item["defaultValue"]?.DeepClone()));
            }
            else
            {
                problems.Error("missing-name", $"$.{property}[{i}]", $"The argument has no name.");
            }
        }

        return arguments;
    }

    private ActivityNode? ReadRoot(JsonNode? node)
    {
        if (node is JsonObject root)
        {
            return new NodeReader(catalog, problems).ReadRoot(root);
        }

        problems.Error("missing-root", "$.root", $"The definition has no root activity; found {JsonText.KindOf(node)}.");
        return null;
    }
}
