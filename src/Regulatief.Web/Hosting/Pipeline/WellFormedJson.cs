using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Regulatief.Engine.Format;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>
/// A tree of JSON as it comes in, with no name twice and no half of a character. Both are JSON by its grammar, and a tree fails on them only when somebody looks
/// inside: then it is our failure instead of theirs.
/// </summary>
internal sealed class WellFormedJson<TNode> : JsonConverter<TNode> where TNode : JsonNode
{
    public override TNode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            var node = JsonNode.Parse(document.RootElement.GetRawText(), null, new JsonDocumentOptions { MaxDepth = options.MaxDepth, AllowDuplicateProperties = false });
            JsonTree.Unfold(node);
            return node as TNode ?? throw new JsonException($"Expected a {typeof(TNode).Name}.");
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("It holds a text that is no Unicode.", exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, TNode value, JsonSerializerOptions options) => value.WriteTo(writer, options);
}
