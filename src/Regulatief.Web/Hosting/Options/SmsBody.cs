using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Regulatief.Web.Hosting.Options;

/// <summary>The JSON that a gateway for texts takes, with fields between braces in its texts: <c>{to}</c>, <c>{from}</c>, <c>{text}</c>, <c>{id}</c>.</summary>
internal static partial class SmsBody
{
    private static readonly string[] Fields = ["to", "from", "text", "id"];

    /// <returns>Null when it can be used.</returns>
    public static string? Problem(string template)
    {
        try
        {
            HashSet<string> used = [];
            Walk(JsonNode.Parse(template), text => Field().Replace(text, field =>
            {
                used.Add(field.Groups[1].Value);
                return "";
            }));
            if (used.Except(Fields).ToList() is { Count: > 0 } unknown) return $"Sms:Body has the fields {string.Join(", ", unknown)}; expected {string.Join(", ", Fields)} alone.";
            return used.Contains("to") && used.Contains("text") ? null : "Sms:Body has no {to} or no {text}; expected both.";
        }
        catch (JsonException exception)
        {
            return $"Sms:Body is no JSON: {exception.Message}";
        }
    }

    public static string Fill(string template, Dictionary<string, string> values)
    {
        var body = Walk(JsonNode.Parse(template), text => Field().Replace(text, field => values[field.Groups[1].Value]));
        return body!.ToJsonString();
    }

    private static JsonNode? Walk(JsonNode? node, Func<string, string> change) => node switch
    {
        JsonObject named => new JsonObject(named.Select(member => KeyValuePair.Create(member.Key, Walk(member.Value, change)))),
        JsonArray list => new JsonArray([.. list.Select(item => Walk(item, change))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(change(value.GetValue<string>())),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Field();
}
