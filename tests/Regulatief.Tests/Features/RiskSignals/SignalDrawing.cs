using System.Text.Json.Nodes;
using Regulatief.Cases.Definitions;

namespace Regulatief.Tests.Features.RiskSignals;

/// <summary>Definitions of what follows a signal, as a designer could draw them.</summary>
internal static class SignalDrawing
{
    /// <param name="connections">As <c>from:port>to</c>.</param>
    /// <param name="activities">The first is where it begins.</param>
    public static JsonObject Drawing(string[] connections, params JsonObject[] activities)
    {
        var root = Node("stroom", "Elsa.Flowchart");
        root["activities"] = new JsonArray([.. activities]);
        root["connections"] = new JsonArray([.. connections.Select(c => c.Split(':', '>')).Select(c => new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = c[0], ["port"] = c[1] },
            ["target"] = new JsonObject { ["activity"] = c[2], ["port"] = "In" },
        })]);
        if (activities.Length > 0) root["start"] = (string)activities[0]["id"]!;
        return new JsonObject { ["definitionId"] = ShippedDefinitions.RiskSignal, ["version"] = 2, ["root"] = root };
    }

    public static JsonObject Signal() => Node("s", "Regulatief.RiskSignal");

    public static JsonObject End() => Node("e", "Elsa.End");

    /// <param name="inputs">Each a literal.</param>
    public static JsonObject Node(string id, string type, params (string Name, JsonNode Value)[] inputs)
    {
        var node = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        if (type == "Elsa.FlowFork") node["branches"] = Literal(new JsonArray("A", "B"));
        foreach (var (name, value) in inputs) node[name] = Literal(value);
        return node;
    }

    private static JsonObject Literal(JsonNode value) => new() { ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };
}
