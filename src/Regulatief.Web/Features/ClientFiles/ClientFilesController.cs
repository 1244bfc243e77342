using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Net.Http.Headers;
using Regulatief.Cases.Cases;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientFiles;

/// <summary>In which form a client gets the own file.</summary>
public enum ClientFileForm
{
    /// <summary>To read: one page of HTML that needs nothing else.</summary>
    Html,

    /// <summary>For another program (AVG, article 20).</summary>
    Json,
}

[Authorize(Policies.ProbationOfficer)]
public sealed class ClientFilesController : PageController
{
    private static readonly JsonSerializerOptions AsJson = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    [HttpGet("/trajecten/{id:guid}/dossier")]
    public async Task<IActionResult> Show(Guid id) => View("ClientFile", await FileAsync(id, asFile: false));

    [HttpPost("/trajecten/{id:guid}/dossier/bestand"), EnableRateLimiting(Limits.Export)]
    public async Task<IActionResult> Download(Guid id, ClientFileForm form)
    {
        var file = await FileAsync(id, asFile: true);
        var name = string.Create(CultureInfo.InvariantCulture, $"dossier-{file.Number}");
        if (form == ClientFileForm.Json) return File(JsonSerializer.SerializeToUtf8Bytes(file, AsJson), "application/json", $"{name}.json");

        Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"{name}.html" }.ToString();
        return View("ClientFileCopy", file);
    }

    private Task<ClientFile> FileAsync(Guid id, bool asFile) => Mediator.Send(new ReadClientFileQuery(CaseId.From(id), asFile), HttpContext.RequestAborted);
}
