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
            JsonTree.Unfold(document);
            return document;
        }
        catch (Exception exception) when (exception is JsonException or InvalidCastException or ArgumentException or InvalidOperationException)
        {
            throw new BadHttpRequestException("The file holds no definition.", exception);
        }
    }
}
