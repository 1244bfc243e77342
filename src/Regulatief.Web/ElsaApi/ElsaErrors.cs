using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.ElsaApi;

/// <summary>Refusals in the shape that Studio shows: it reads <c>errors</c>, and only of a problem document.</summary>
internal static class ElsaErrors
{
    private const string General = "generalErrors";

    public static bool IsOfElsa(PathString path) => path.StartsWithSegments("/elsa", StringComparison.OrdinalIgnoreCase);

    public static Task WriteAsync(HttpContext context, ErrorAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        var errors = answer.Fields.Count > 0 ? answer.Fields : new Dictionary<string, string[]> { [General] = [answer.Sentence] };
        return context.Response.WriteAsJsonAsync(
            new { statusCode = answer.Status, status = answer.Status, title = answer.Code, message = answer.Sentence, detail = answer.Sentence, errors },
            JsonSerializerOptions.Web, "application/problem+json", context.RequestAborted);
    }

    /// <summary>An answer without a body: not logged in, not a designer, no such call.</summary>
    public static Task WriteAsync(StatusCodeContext context)
    {
        var status = context.HttpContext.Response.StatusCode;
        var texts = context.HttpContext.RequestServices.GetRequiredService<Texts>();
        var sentence = texts.Find($"Elsa.Status.{status}") ?? ReasonPhrases.GetReasonPhrase(status);
        return WriteAsync(context.HttpContext, new ErrorAnswer(status, "refused", sentence, new Dictionary<string, string[]>()));
    }
}
