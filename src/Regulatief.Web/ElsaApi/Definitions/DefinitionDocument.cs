using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Regulatief.Cases.Definitions;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>A stored definition as Studio reads and writes it.</summary>
internal static class DefinitionDocument
{
    /// <summary>In <c>customProperties</c>, which Studio sends back as it got them: on which saved state a drawing is based. Never stored.</summary>
    private const string Revision = "regulatief:revision";

    private const string NodeId = "nodeId";
    private const string DefinitionId = "definitionId";
    private const string Version = "version";

    /// <summary>What the row says of a version, and no drawing does.</summary>
    private static readonly string[] Facts = ["id", DefinitionId, Version, "createdAt", "isPublished", "isLatest", "isReadonly", "isSystem", "links"];

    private static readonly string[] Objects = ["customProperties", "options"];
    private static readonly string[] Lists = ["variables", "inputs", "outputs", "outcomes"];

    private static readonly JsonSerializerOptions Stored = new() { MaxDepth = DefinitionReader.MaxDepth + 50 };

    private static readonly JsonSerializerOptions File = new(Stored) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string TextOf(JsonObject document) => document.ToJsonString(Stored);

    public static string IdOf(StoredDefinition stored) => stored.Id.ToString("N");

    public static JsonObject Read(string json) =>
        (JsonObject)JsonNode.Parse(json, null, new JsonDocumentOptions { MaxDepth = DefinitionReader.MaxDepth })!;

    public static string? RevisionIn(JsonObject model) => model["customProperties"] is JsonObject properties ? Text(properties, Revision) : null;

    public static JsonObject ForStudio(StoredDefinition stored)
    {
        var document = Read(stored.Json);
        foreach (var name in Objects) document[name] ??= new JsonObject();
        foreach (var name in Lists) document[name] ??= new JsonArray();
        document["customProperties"]![Revision] = stored.Revision;
        NameNodes(document["root"], stored.DefinitionId);
        Describe(document, stored);
        document["isReadonly"] = false;
        document["isSystem"] = false;
        document["materializerName"] = "Json";
        document["links"] = JsonSerializer.SerializeToNode(DefinitionLinks.Of(stored), JsonSerializerOptions.Web);
        return document;
    }

    /// <summary>As a file: what was drawn and nothing of ours.</summary>
    public static string ForExport(StoredDefinition stored)
    {
        var document = Read(stored.Json);
        Describe(document, stored);
        return document.ToJsonString(File);
    }

    /// <summary>Lays what Studio sent over what was stored: what Studio knows is replaced, what it does not know stays.</summary>
    public static JsonObject LayOver(JsonObject? stored, JsonObject model)
    {
        var document = (JsonObject?)stored?.DeepClone() ?? [];
        foreach (var (name, value) in model)
        {
            document[name] = name switch
            {
                "options" => Merge(document[name], value),
                "variables" => MergeItems(document[name], value, "id"),
                "inputs" or "outputs" => MergeItems(document[name], value, "name"),
                _ => value?.DeepClone(),
            };
        }

        return Bare(document);
    }

    /// <summary>The drawing itself: what is judged, whatever version it becomes.</summary>
    public static JsonObject Bare(JsonObject document)
    {
        foreach (var fact in Facts) document.Remove(fact);
        (document["customProperties"] as JsonObject)?.Remove(Revision);
        return document;
    }

    /// <summary>The drawing as a version of a definition.</summary>
    public static Drawing DrawingOf(JsonObject drawn, StoredDefinition version, string name)
    {
        var document = (JsonObject)drawn.DeepClone();
        (document[DefinitionId], document["name"], document[Version]) = (version.DefinitionId, name, version.Version);
        return new(name, Text(document, "description"), TextOf(document));
    }

    public static string? Text(JsonObject source, string name) => source[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>What the definition reader forgives, and Studio would not be able to open again.</summary>
    public static IEnumerable<DefinitionProblem> WrongKinds(JsonObject document) =>
        document.Where(member => member.Value is { } value && !IsOfItsKind(member.Key, value))
            .Select(member => new DefinitionProblem("wrong-kind", $"$.{member.Key}", $"'{member.Key}' cannot be a {member.Value!.GetValueKind()}.", ProblemSeverity.Error));

    private static bool IsOfItsKind(string name, JsonNode value) => name switch
    {
        "name" or "description" or DefinitionId => value.GetValueKind() == JsonValueKind.String,
        _ when Objects.Contains(name) => value is JsonObject,
        _ when Lists.Contains(name) => value is JsonArray,
        _ => true,
    };

    /// <summary>
    /// A drawing without what says nothing of it: how wide a name is and that a line has no bends, which Studio adds each time it draws, the path of a
    /// node, and what is not set.
    /// </summary>
    public static JsonNode? WithoutMeasures(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members
            .Where(m => m.Value is not null && m.Key != NodeId && !(m.Key == "size" && m.Value is JsonObject size && size.ContainsKey("width")) && !(m.Key == "vertices" && m.Value is JsonArray { Count: 0 }))
            .Select(m => KeyValuePair.Create(m.Key, WithoutMeasures(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithoutMeasures)]),
        _ => node?.DeepClone(),
    };

    /// <summary>
    /// Gives each step its path from the definition. Studio keeps steps by it, and shows no instance when one has none, as in a file written by hand.
    /// </summary>
    private static void NameNodes(JsonNode? node, string parent)
    {
        if (node is JsonObject step && Text(step, "id") is { Length: > 0 } id && Text(step, "type") is not null) step[NodeId] = parent = $"{parent}:{id}";
        foreach (var part in node switch { JsonObject members => members.Select(m => m.Value), JsonArray items => items, _ => [] }) NameNodes(part, parent);
    }

    private static void Describe(JsonObject document, StoredDefinition stored)
    {
        document["id"] = IdOf(stored);
        document[DefinitionId] = stored.DefinitionId;
        document["name"] = stored.Name;
        document[Version] = stored.Version;
        document["createdAt"] = stored.SavedAt.ToString("O");
        document["isPublished"] = stored.IsPublished;
        document["isLatest"] = stored.IsLatest;
    }

    private static JsonNode? Merge(JsonNode? stored, JsonNode? sent)
    {
        if (stored is not JsonObject known || sent is not JsonObject changes) return sent?.DeepClone();
        var merged = (JsonObject)known.DeepClone();
        foreach (var (name, value) in changes)
            // Studio writes a variable's value as text whatever it was: the same text is the same value.
            if (name != "value" || value?.ToString() != merged[name]?.ToString()) merged[name] = value?.DeepClone();
        return merged;
    }

    private static JsonNode? MergeItems(JsonNode? stored, JsonNode? sent, string key)
    {
        if (stored is not JsonArray known || sent is not JsonArray items) return sent?.DeepClone();
        var byKey = known.OfType<JsonObject>().Where(k => k[key] is not null).DistinctBy(k => k[key]!.ToString()).ToDictionary(k => k[key]!.ToString());
        return new JsonArray([.. items.Select(item => Merge((item as JsonObject)?[key]?.ToString() is { } id ? byKey.GetValueOrDefault(id) : null, item))]);
    }
}
