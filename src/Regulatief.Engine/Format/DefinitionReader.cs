using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Format;

/// <summary>Reads Elsa 3's definition JSON. Whatever comes in, it answers with problems and never throws.</summary>
/// <remarks>No type is ever loaded by a name found in a document: an activity is known to the catalogue or it is refused.</remarks>
public static class DefinitionReader
{
    /// <summary>The largest document read, in UTF-8 bytes.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>The deepest nesting read, in JSON levels; a level of activities takes two.</summary>
    public const int MaxDepth = 200;

    /// <summary>The most activities read in one definition.</summary>
    public const int MaxNodes = 2_000;

    /// <summary>The most connections read in one definition.</summary>
    public const int MaxConnections = 2 * MaxNodes;

    /// <summary>The most variables read in one list, and the most inputs or outputs.</summary>
    public const int MaxVariables = 1_000;

    /// <summary>Reads a document.</summary>
    /// <param name="json">The document; a byte order mark is skipped.</param>
    public static DefinitionReading Read(string json, IActivityCatalog catalog)
    {
        var size = Encoding.UTF8.GetByteCount(json);
        return size > MaxBytes ? TooLarge(size) : Read(Encoding.UTF8.GetBytes(json), catalog);
    }

    /// <inheritdoc cref="Read(string, IActivityCatalog)"/>
    public static DefinitionReading Read(ReadOnlySpan<byte> utf8, IActivityCatalog catalog)
    {
        if (utf8.Length > MaxBytes)
        {
            return TooLarge(utf8.Length);
        }

        if (utf8.StartsWith(Encoding.UTF8.Preamble))
        {
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        }

        if (!Utf8.IsValid(utf8))
        {
            return Refused("invalid-json", "The document is not UTF-8.");
        }

        try
        {
            if (FindTooDeep(utf8) is { } line)
            {
                return Refused("nested-too-deep", $"The document is nested deeper than {MaxDepth} levels, at line {line}.");
            }

            var options = new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
            var document = JsonNode.Parse(utf8, documentOptions: options);
            JsonTree.Unfold(document);
            return document is JsonObject source
                ? new DocumentReader(catalog, source).Read()
                : Refused("wrong-kind", $"A definition is a JSON object; found {JsonText.KindOf(document)}.");
        }
        catch (JsonException e)
        {
            return Refused("invalid-json", $"The document is not JSON: {e.Message}");
        }
        catch (InvalidOperationException e)
        {
            // Half a surrogate pair, escaped: JSON by its grammar, and no text.
            return Refused("invalid-text", $"The document holds a text that is no Unicode: {e.Message}");
        }
    }

    private static DefinitionReading TooLarge(int size) =>
        Refused("too-large", $"The document has {size} bytes; at most {MaxBytes} are allowed.");

    private static DefinitionReading Refused(string code, string message) =>
        new(null, [new DefinitionProblem(code, "$", message, ProblemSeverity.Error)]);

    /// <summary>The 1-based line where the nesting passes the limit; null when it never does.</summary>
    private static int? FindTooDeep(ReadOnlySpan<byte> utf8)
    {
        // The reader itself may go much deeper than we allow: it keeps one bit a level, not a stack frame.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject && reader.CurrentDepth >= MaxDepth)
            {
                return 1 + utf8[..(int)reader.TokenStartIndex].Count((byte)'\n');
            }
        }

        return null;
    }
}
