using System.Text.Json.Nodes;

namespace Regulatief.Web.Features.Workflows;

/// <summary>A step as drawn; read without the catalogue, so that what cannot run here is compared too.</summary>
internal static class StepDrawing
{
    /// <summary>What is not a setting: what the step is, where it stands, and what is compared by itself.</summary>
    private static readonly HashSet<string> NoSettings = ["id", "nodeId", "name", "type", "version", "metadata", "connections", "activities"];

    public static bool IsStep(JsonNode? node) => node is JsonObject step && step["id"] is JsonValue && step["type"] is JsonValue;

    public static string TitleOf(JsonObject step) => ((step["metadata"] as JsonObject)?["displayText"] ?? step["name"] ?? step["id"])!.ToString();

    public static List<SettingChange> SettingsOf(JsonObject before, JsonObject after)
    {
        var names = before.Concat(after).Where(p => !NoSettings.Contains(p.Key) && !IsStep(p.Value)).Select(p => p.Key).Distinct();
        var changes = names.Select(name => new SettingChange(name, Written(before[name]), Written(after[name]))).Where(c => c.Before != c.After).ToList();
        if (TitleOf(before) != TitleOf(after)) changes.Insert(0, new SettingChange("displayText", TitleOf(before), TitleOf(after)));
        return changes;
    }

    /// <summary>A setting as its box in the designer shows it.</summary>
    private static string? Written(JsonNode? setting) =>
        setting is JsonObject wrapped && wrapped["expression"] is JsonObject expression ? expression["value"]?.ToString() : setting?.ToJsonString();
}
