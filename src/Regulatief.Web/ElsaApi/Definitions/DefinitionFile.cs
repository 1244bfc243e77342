using System.Text.Json;
using System.Text.Json.Nodes;
using Regulatief.Cases.Definitions;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>Definitions as files: what is sent as one, and what one is called.</summary>
internal static class DefinitionFile
{
    private const int LongestId = 60;

    /// <exception cref="BadHttpRequestException">It holds no definition.</exception>
    /// <exception cref="DefinitionRefusedException">It is too large to be looked at.</exception>
    public static async Task<JsonObject> ReadAsync(IFormFile file, CancellationToken cancellationToken)
    {
        if (file.Length > DefinitionReader.MaxBytes)
            throw new DefinitionRefusedException(file.FileName, [new("too-large", "$", $"The document has {file.Length} bytes; at most {DefinitionReader.MaxBytes} are allowed.", ProblemSeverity.Error)]);

        using var content = new StreamReader(file.OpenReadStream());
        return Read(await content.ReadToEndAsync(cancellationToken));
    }

    /// <exception cref="BadHttpRequestException">It holds a text that is no Unicode: half of a pair, escaped. JSON by its grammar, it can neither be compared nor stored.</exception>
    public static void RefuseHalfCharacters(JsonNode? node)
    {
        try
        {
            Touch(node);
        }
        catch (InvalidOperationException exception)
        {
            throw new BadHttpRequestException("It holds a text that is no Unicode.", exception);
        }
    }

    /// <summary>What a version is called as a file, wherever it is unpacked: its id is whatever somebody else's designer made it.</summary>
    public static string NameOf(string definitionId, int version)
    {
        var safe = string.Concat(definitionId.Take(LongestId).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        return $"workflow-definition-{safe}-v{version}.json";
    }

    private static JsonObject Read(string text)
    {
        try
        {
            var document = DefinitionDocument.Read(text);
            RefuseHalfCharacters(document);
            return document;
        }
        catch (Exception exception) when (exception is JsonException or InvalidCastException or ArgumentException or InvalidOperationException)
        {
            throw new BadHttpRequestException("The file holds no definition.", exception);
        }
    }

    private static void Touch(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, member) in members) Touch(member);
                break;
            case JsonArray items:
                foreach (var item in items) Touch(item);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }
}
