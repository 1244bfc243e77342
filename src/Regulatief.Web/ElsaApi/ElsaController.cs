using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Regulatief.Engine.Format;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi;

/// <summary>A controller of Elsa's server API, spelled as Elsa Studio reads it. Bearer tokens only; exempt from idempotency keys, which Studio does not send.</summary>
[Route(Root)]
[IgnoreAntiforgeryToken]
[Authorize(Policies.Designer)]
[ApiExplorerSettings(IgnoreApi = true)]
[RefuseUnreadable]
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
            var body = await JsonNode.ParseAsync(Request.Body, null, options, HttpContext.RequestAborted);
            JsonTree.Unfold(body);
            return body as JsonObject ?? throw new BadHttpRequestException("The body is no JSON object.");
        }
        catch (JsonException exception)
        {
            throw new BadHttpRequestException($"The body is not JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new BadHttpRequestException("The body holds a text that is no Unicode.", exception);
        }
    }

    /// <summary>The parts of a form with files.</summary>
    /// <exception cref="BadHttpRequestException">It is no such form, or cut off.</exception>
    protected async Task<IFormCollection> FormAsync()
    {
        if (!Request.HasFormContentType) throw new BadHttpRequestException("The body is no form.");
        try
        {
            return await Request.ReadFormAsync(HttpContext.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException($"The form cannot be read: {exception.Message}", exception);
        }
    }

    protected FileContentResult Zip(IEnumerable<(string Name, string Content)> files, string fileName)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = new StreamWriter(zip.CreateEntry(name).Open());
                entry.Write(content);
            }
        }

        return File(bytes.ToArray(), "application/zip", fileName);
    }

    protected FileContentResult Download(string fileName, string json) => File(System.Text.Encoding.UTF8.GetBytes(json), "application/json", fileName);
}

/// <summary>Refuses a call of which the body or a parameter cannot be read, before an action meets the null that stands in its place.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RefuseUnreadableAttribute : ActionFilterAttribute
{
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        if (!context.ModelState.IsValid) throw new BadHttpRequestException("The body or a parameter cannot be read.");
    }
}
