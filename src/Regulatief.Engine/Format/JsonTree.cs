using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regulatief.Engine.Format;

/// <summary>A tree of JSON as the runtime gives it: its nodes are made, and its texts read, when somebody first looks.</summary>
public static class JsonTree
{
    /// <summary>Makes every node and reads every text now, names too: two runs on two threads must not do it at once.</summary>
    /// <exception cref="InvalidOperationException">A text holds half of a surrogate pair, escaped: JSON by its grammar, and no text.</exception>
    public static void Unfold(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, member) in members)
                {
                    Unfold(member);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Unfold(item);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }
}
