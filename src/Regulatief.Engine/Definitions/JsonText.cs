using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regulatief.Engine.Definitions;

/// <summary>Forgiving looks into JSON of others: a value of another kind is no value.</summary>
internal static class JsonText
{
    public static string? Text(this JsonObject source, string name) =>
        source[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static int? Integer(this JsonObject source, string name) =>
        source[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public static bool Flag(this JsonObject source, string name) =>
        source[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static double? Number(this JsonObject source, string name) =>
        source[name] is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;

    /// <summary>The kind as a message names it: <c>object</c>, <c>array</c>, <c>text</c>, <c>number</c>, <c>true or false</c>, <c>null</c>.</summary>
    public static string KindOf(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };
}
