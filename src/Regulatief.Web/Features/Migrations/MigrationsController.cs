using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Migrations;

[Authorize(Policies.Designer)]
public sealed class MigrationsController(Texts texts) : PageController
{
    [HttpGet("/ontwerper/verplaatsen/{definitionId}")]
    public async Task<IActionResult> Show(string definitionId, int? van, bool proef, List<RenamedStep> stappen) =>
        View("MigrationPage", await Mediator.Send(new MigrationPageQuery(definitionId, van, stappen, proef), HttpContext.RequestAborted));

    [HttpPost("/ontwerper/verplaatsen/{definitionId}")]
    public Task<IActionResult> Start(string definitionId, int van, List<RenamedStep> stappen) =>
        SendAsync(new StartMigrationCommand(definitionId, van, stappen), Started, () => Show(definitionId, van, proef: true, stappen));

    [HttpGet("/ontwerper/verplaatsingen/{id:guid}")]
    public async Task<IActionResult> Progress(Guid id, int pagina = 1) => View("MigrationProgress", await Mediator.Send(new MigrationProgressQuery(id, pagina), HttpContext.RequestAborted));

    private LocalRedirectResult Started(Guid id)
    {
        TempData["Notice"] = texts["Migrations.Started"];
        return LocalRedirect($"/ontwerper/verplaatsingen/{id}");
    }
}

/// <summary>The same over the API: a trial, the move itself, and how far it is.</summary>
[Authorize(Policies.Designer)]
public sealed class MigrationsApiController : ApiController
{
    [HttpPost("workflow-migrations/trial")]
    public async Task<IActionResult> Try(MigrationBody body)
    {
        var page = await SendAsync(new MigrationPageQuery(body.DefinitionId, body.From, body.Renamed ?? [], IsTried: true));
        return Ok(new { page.DefinitionId, page.From, page.To, page.Trial });
    }

    [HttpPost("workflow-migrations")]
    public async Task<IActionResult> Start(MigrationBody body)
    {
        var id = await SendAsync(new StartMigrationCommand(body.DefinitionId, body.From, body.Renamed));
        return Accepted($"/api/v1/workflow-migrations/{id}", new { id });
    }

    [HttpGet("workflow-migrations/{id:guid}")]
    public Task<MigrationProgress> Progress(Guid id, int page = 1) => SendAsync(new MigrationProgressQuery(id, page));
}

public sealed record MigrationBody(string DefinitionId, int From, IReadOnlyList<RenamedStep>? Renamed);
