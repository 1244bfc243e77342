using System.Text.Json;
using System.Text.Json.Nodes;

namespace Regulatief.Web.ElsaApi.Definitions;

internal static class DefinitionFile
{
    /// <exception cref="BadHttpRequestException">It holds no definition.</exception>
    public static JsonObject Read(string text)
    {
        try
        {
            return DefinitionDocument.Read(text);
        }
        catch (Exception exception) when (exception is JsonException or InvalidCastException or ArgumentException)
        {
            throw new BadHttpRequestException("The file holds no definition.", exception);
        }
    }
}
