using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Shared;

/// <summary>What a person sees instead of the page they asked for. Reached by re-execution, so it answers every method.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken]
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class ErrorController(ErrorMapping errors, Texts texts) : Controller
{
    [Route("/fout/{status:int:range(400,599)}")]
    public async Task<IActionResult> Show(int status)
    {
        // A mapped exception has set its own status already; the address only names the expected one.
        if (Response.StatusCode >= StatusCodes.Status400BadRequest) status = Response.StatusCode;
        if (IsAboutTheApi) return Problem(statusCode: status);

        var failure = HttpContext.Features.Get<IExceptionHandlerPathFeature>();
        var answer = failure is null ? null : await errors.AnswerToAsync(failure.Error, HttpContext.RequestAborted);
        Response.StatusCode = status;
        // The database may be what failed, so nothing more is asked of it.
        if (status >= StatusCodes.Status500InternalServerError) ViewData["Frame"] = PageFrame.Anonymous;
        return View("Error", new ErrorPage(
            texts.Find($"Error.{status}.Title") is null ? StatusCodes.Status400BadRequest : status,
            Reference: status == StatusCodes.Status500InternalServerError ? Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier : null,
            WhatChanged: status == StatusCodes.Status409Conflict && answer is not null ? [answer.Sentence] : null,
            CurrentUrl: status == StatusCodes.Status409Conflict ? failure?.Path : null,
            Reasons: status == StatusCodes.Status400BadRequest && answer is not null ? [.. answer.Fields.Values.SelectMany(sentences => sentences).Distinct()] : null));
    }

    private bool IsAboutTheApi =>
        HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is { } asked
        && new PathString(asked.OriginalPath).StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
