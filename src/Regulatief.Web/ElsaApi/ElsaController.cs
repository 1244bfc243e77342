using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Engine.Format;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi;

/// <summary>A controller of Elsa's server API, spelled as Elsa Studio reads it. Bearer tokens only; exempt from idempotency keys, which Studio does not send.</summary>
[Route(Root)]
[IgnoreAntiforgeryToken]
[Authorize(Policies.Designer)]
[ApiExplorerSettings(IgnoreApi = true)]
public abstract class ElsaController : ControllerBase
{
    public const string Root = "/elsa/api";

    /// <summary>Deeper than a page of our own ever is: a definition nests its activities.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = DefinitionReader.MaxDepth + 50,
        Converters = { new JsonStringEnumConverter() },
    };

    protected Task<TResult> SendAsync<TResult>(IRequest<TResult> request) =>
        HttpContext.RequestServices.GetRequiredService<IMediator>().Send(request, HttpContext.RequestAborted);

    protected static JsonResult Answer(object? value) => new(value, Json);

    protected static JsonResult Items<T>(IReadOnlyCollection<T> items) => Answer(new { Items = items, items.Count });

    /// <summary>Reads a body of any depth that a definition may have.</summary>
    /// <exception cref="BadHttpRequestException">It is no JSON object, or too large.</exception>
    protected async Task<JsonObject> BodyAsync()
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = DefinitionReader.MaxDepth + 50, AllowDuplicateProperties = false };
            return await JsonNode.ParseAsync(Request.Body, null, options, HttpContext.RequestAborted) as JsonObject
                ?? throw new BadHttpRequestException("The body is no JSON object.");
        }
        catch (JsonException exception)
        {
            throw new BadHttpRequestException($"The body is not JSON: {exception.Message}");
        }
    }

    protected FileContentResult Download(string fileName, string json) => File(System.Text.Encoding.UTF8.GetBytes(json), "application/json", fileName);
}
