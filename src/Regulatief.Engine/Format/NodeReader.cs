using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Format;

/// <summary>Reads activities, from the root down.</summary>
internal sealed class NodeReader(IActivityCatalog catalog, ProblemList problems)
{
    // Read by name. Every other property shows by its shape what it is: an input, an output or an embedded activity.
    private static readonly HashSet<string> ReadByName =
        ["id", "nodeId", "name", "type", "version", "metadata", "customProperties", "connections", "variables"];

    private readonly ConnectionReader connections = new(problems);
    private readonly Dictionary<string, string> pathById = [];
    private int count;

    public ActivityNode? ReadRoot(JsonObject root)
    {
        var node = Read(root, "$.root", WorkflowDefinition.WorkflowNodeId);
        if (count > DefinitionReader.MaxNodes)
        {
            problems.Error("too-many-activities", "$.root", $"The definition has more than {DefinitionReader.MaxNodes} activities.");
        }

        if (connections.Count > DefinitionReader.MaxConnections)
        {
            problems.Error("too-many-connections", "$.root", $"The definition has more than {DefinitionReader.MaxConnections} connections.");
        }

        return node;
    }

    /// <summary>Reads one activity and all below it; null past the limit on their number, which is reported once.</summary>
    private ActivityNode? Read(JsonObject source, string path, string parentNodeId)
    {
        if (++count > DefinitionReader.MaxNodes)
        {
            return null;
        }

        var id = ReadId(source, path);
        var type = ReadType(source, path, id);
        var properties = new ActivityProperties($"{parentNodeId}:{id}", type);
        foreach (var (name, value) in source)
        {
            if (!ReadByName.Contains(name) && !(name == "start" && type == ActivityNode.FlowchartType))
            {
                ReadProperty(properties, name, value, $"{path}.{name}", id);
            }
        }

        var metadata = source["metadata"] as JsonObject;
        var node = new ActivityNode
        {
            Id = id,
            NodeId = properties.NodeId,
            Path = path,
            Type = type,
            Version = source.Integer("version") ?? 1,
            Name = source.Text("name"),
            DisplayText = metadata?.Text("displayText"),
            Position = ReadPosition(metadata),
            Inputs = properties.Inputs,
            Outputs = properties.Outputs,
            Variables = DocumentReader.ReadVariables(source["variables"], $"{path}.variables", problems),
            Embedded = properties.Embedded,
            Connections = connections.Read(source["connections"], $"{path}.connections"),
            Source = source,
        };
        connections.Judge(node, path, catalog);
        return node;
    }

    private string ReadId(JsonObject source, string path)
    {
        var id = source.Text("id") ?? "";
        if (id.Length == 0)
        {
            problems.Error("missing-id", $"{path}.id", $"The activity has no id.");
        }
        else if (!pathById.TryAdd(id, path))
        {
            problems.Error("duplicate-id", $"{path}.id", $"The id '{id}' is already that of the activity at {pathById[id]}.", id);
        }

        return id;
    }

    private string ReadType(JsonObject source, string path, string id)
    {
        var type = source.Text("type") ?? "";
        if (type.Length == 0)
        {
            problems.Error("missing-type", $"{path}.type", $"The activity '{new NamedActivity(id)}' has no type; found {JsonText.KindOf(source["type"])}.", id);
        }
        else if (catalog.Find(type) is null)
        {
            problems.Error("unknown-activity", $"{path}.type", $"The activity '{new NamedActivity(id)}' is of type '{type}', which is not known here.", id);
        }

        return type;
    }

    private void ReadProperty(ActivityProperties properties, string name, JsonNode? value, string path, string id)
    {
        switch (value)
        {
            case JsonObject item when item["expression"] is JsonObject expression:
                if (new ExpressionReader(problems).Read(expression, $"{path}.expression", id) is { } written)
                {
                    properties.Inputs[name] = written with { TypeName = item.Text("typeName") };
                }

                break;
            case JsonObject item when item["memoryReference"] is JsonObject reference:
                if (reference.Text("id") is { } variableId)
                {
                    properties.Outputs[name] = variableId;
                }

                break;
            case JsonObject item when IsActivity(item):
                Embed(properties, name, item, path);
                break;
            case JsonArray items:
                ReadItems(properties, name, items, path, id);
                break;
            case JsonValue plain:
                properties.Inputs[name] = new InputValue(null, "Literal", plain.DeepClone());
                break;
        }
    }

    private void ReadItems(ActivityProperties properties, string name, JsonArray items, string path, string id)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not JsonObject item)
            {
                if (name == "activities")
                {
                    problems.Error("wrong-kind", $"{path}[{i}]", $"An activity is an object; found {JsonText.KindOf(items[i])}.", id);
                }

                continue;
            }

            if (name == "activities" || IsActivity(item))
            {
                Embed(properties, name, item, $"{path}[{i}]");
            }

            if (item["activity"] is JsonObject ofCase)
            {
                Embed(properties, $"{name}[{i}]", ofCase, $"{path}[{i}].activity");
            }

            if (item["condition"] is JsonObject condition)
            {
                new ExpressionReader(problems).Read(condition, $"{path}[{i}].condition", id);
            }
        }
    }

    private void Embed(ActivityProperties properties, string slot, JsonObject source, string path)
    {
        if (Read(source, path, properties.NodeId) is { } activity)
        {
            properties.Embedded.Add(new EmbeddedActivity(slot, activity));
        }
    }

    /// <summary>A <c>type</c> alone is not enough: plain data has one too.</summary>
    private static bool IsActivity(JsonObject item) =>
        item["type"] is JsonValue && (item["id"] is JsonValue || item["version"] is JsonValue || item["metadata"] is JsonObject);

    private static NodePosition? ReadPosition(JsonObject? metadata) =>
        metadata?["designer"] is JsonObject designer
        && designer["position"] is JsonObject position
        && position.Number("x") is { } x
        && position.Number("y") is { } y
            ? new NodePosition(x, y)
            : null;

    /// <summary>What is gathered of one activity while its properties are read.</summary>
    private sealed record ActivityProperties(string NodeId, string Type)
    {
        public Dictionary<string, InputValue> Inputs { get; } = [];

        public Dictionary<string, string> Outputs { get; } = [];

        public List<EmbeddedActivity> Embedded { get; } = [];
    }
}
