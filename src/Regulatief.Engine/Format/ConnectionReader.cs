using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Format;

/// <summary>Reads a flowchart's connections and judges whether each leads from a port that is there to an activity that is there.</summary>
internal sealed class ConnectionReader(ProblemList problems)
{
    /// <summary>How many were read, of all flowcharts together; those past the limit are counted and left out.</summary>
    public int Count { get; private set; }

    public IReadOnlyList<Connection> Read(JsonNode? node, string path)
    {
        if (node is null)
        {
            return [];
        }

        if (node is not JsonArray items)
        {
            problems.Error("wrong-kind", path, $"Connections are an array; found {JsonText.KindOf(node)}.");
            return [];
        }

        var connections = new List<Connection>(items.Count);
        for (var i = 0; i < items.Count && ++Count <= DefinitionReader.MaxConnections; i++)
        {
            var source = ReadEnd(items[i], "source");
            var target = ReadEnd(items[i], "target");
            if (source.ActivityId is null || target.ActivityId is null)
            {
                problems.Error("broken-connection", $"{path}[{i}]", $"The connection names no source or no target activity.");
                continue;
            }

            connections.Add(new Connection(source.ActivityId, source.Port ?? "Done", target.ActivityId, target.Port ?? "In"));
        }

        return connections;
    }

    /// <summary>Judges the connections and the start of a flowchart whose activities are known.</summary>
    public void Judge(ActivityNode flowchart, string path, IActivityCatalog catalog)
    {
        if (flowchart.Type != ActivityNode.FlowchartType)
        {
            return;
        }

        var members = new Dictionary<string, ActivityNode>();
        foreach (var member in flowchart.Embedded)
        {
            members.TryAdd(member.Activity.Id, member.Activity);
        }

        if (flowchart.Source.Text("start") is { Length: > 0 } start && !members.ContainsKey(start))
        {
            problems.Error("unknown-start", $"{path}.start", $"The start '{start}' is not an activity of flowchart '{new NamedActivity(flowchart.Id)}'.", flowchart.Id);
        }

        for (var i = 0; i < flowchart.Connections.Count; i++)
        {
            JudgeConnection(flowchart.Connections[i], $"{path}.connections[{i}]", members, catalog);
        }
    }

    private void JudgeConnection(Connection connection, string path, Dictionary<string, ActivityNode> members, IActivityCatalog catalog)
    {
        if (!members.ContainsKey(connection.TargetId))
        {
            problems.Error("broken-connection", $"{path}.target", $"The connection leads to '{connection.TargetId}', which is not in its flowchart.");
        }

        if (!members.TryGetValue(connection.SourceId, out var source))
        {
            problems.Error(
                "broken-connection", $"{path}.source", $"The connection comes from '{connection.SourceId}', which is not in its flowchart.");
        }
        else if (catalog.Find(source.Type)?.PortsOf(source) is { } ports && !ports.Contains(connection.SourcePort))
        {
            problems.Error(
                "unknown-port",
                $"{path}.source.port",
                $"'{new NamedActivity(source.Id)}' has no port '{new OutcomeName(connection.SourcePort)}'; it has {(ports.Count == 0 ? "none" : string.Join(", ", ports))}.",
                source.Id);
        }
    }

    /// <summary>Reads <c>{ "activity": id, "port": name }</c>, or the older id with its port beside it.</summary>
    private static (string? ActivityId, string? Port) ReadEnd(JsonNode? connection, string name) => connection is not JsonObject item
        ? (null, null)
        : item[name] is JsonObject end
            ? (end.Text("activity"), end.Text("port"))
            : (item.Text(name), item.Text($"{name}Port"));
}
