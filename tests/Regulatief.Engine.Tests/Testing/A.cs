using System.Text.Json.Nodes;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;

namespace Regulatief.Engine.Tests.Testing;

/// <summary>Builds what a test is about. Definitions are valid and dull unless it says otherwise.</summary>
internal static class A
{
    public static ActivityCatalog Catalog { get; } = new(new FailingActivity(), new ExhaustingActivity(), new AskingActivity());

    /// <summary>A definition around a root activity.</summary>
    public static WorkflowDefinition Definition(JsonObject root, params JsonObject[] variables) =>
        DefinitionReader.Read(Document(root, variables).ToJsonString(), Catalog) is { Definition: { } definition }
            ? definition
            : throw new InvalidOperationException("The test's definition cannot be read.");

    /// <summary>One whose flowcharts move tokens.</summary>
    public static WorkflowDefinition TokenDefinition(JsonObject root, int version = 1)
    {
        var document = Document(root);
        document["version"] = version;
        document["customProperties"] = new JsonObject { ["Flowchart:ExecutionMode"] = "TokenBased" };
        return DefinitionReader.Read(document.ToJsonString(), Catalog).Definition
            ?? throw new InvalidOperationException("The test's definition cannot be read.");
    }

    /// <summary>The next version of it.</summary>
    public static WorkflowDefinition Version2(JsonObject root, params JsonObject[] variables)
    {
        var document = Document(root, variables);
        document["version"] = 2;
        return DefinitionReader.Read(document.ToJsonString(), Catalog).Definition
            ?? throw new InvalidOperationException("The test's definition cannot be read.");
    }

    public static JsonObject Document(JsonObject root, params JsonObject[] variables) => new()
    {
        ["definitionId"] = "test",
        ["version"] = 1,
        ["variables"] = new JsonArray([.. variables]),
        ["root"] = root,
    };

    public static JsonObject Variable(string name, string typeName = "Object", JsonNode? value = null, bool isStored = true) => new()
    {
        ["id"] = name,
        ["name"] = name,
        ["typeName"] = typeName,
        ["value"] = value,
        ["storageDriverTypeName"] = isStored ? "WorkflowInstanceStorageDriver" : null,
    };

    public static JsonObject Sequence(params JsonObject[] activities) =>
        Activity("sequence", "Elsa.Sequence", ("activities", new JsonArray([.. activities])));

    public static JsonObject Parallel(params JsonObject[] activities) =>
        Activity("parallel", "Elsa.Parallel", ("activities", new JsonArray([.. activities])));

    public static JsonObject Decision(string id, string script) => Activity(id, "Elsa.FlowDecision", ("condition", JavaScript(script)));

    public static JsonObject Flowchart(string[] connections, params JsonObject[] activities) => Activity(
        "flowchart",
        "Elsa.Flowchart",
        ("activities", new JsonArray([.. activities])),
        ("connections", new JsonArray([.. connections.Select(Connection)])));

    public static JsonObject WriteLine(string id, string script) => Activity(id, "Elsa.WriteLine", ("text", JavaScript(script)));

    public static JsonObject Event(string id) => Activity(id, "Elsa.Event", ("eventName", Literal(id)));

    public static JsonObject Set(string id, string variable, string script) => Activity(
        id, "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = variable, ["name"] = variable }), ("value", JavaScript(script)));

    public static JsonObject Activity(string id, string type, params (string Name, JsonNode? Value)[] properties)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in properties)
        {
            activity[name] = value;
        }

        return activity;
    }

    public static JsonObject Literal(JsonNode? value) => Expression("Literal", value);

    public static JsonObject JavaScript(string script) => Expression("JavaScript", script);

    public static JsonObject Expression(string language, JsonNode? value) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = language, ["value"] = value } };

    /// <summary>Reads <c>source:port>target</c>.</summary>
    private static JsonNode Connection(string text)
    {
        var parts = text.Split(':', '>');
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = parts[0], ["port"] = parts[1] },
            ["target"] = new JsonObject { ["activity"] = parts[2], ["port"] = "In" },
        };
    }
}
