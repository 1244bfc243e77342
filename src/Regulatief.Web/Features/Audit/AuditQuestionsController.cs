using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>Questions about looks: for whoever was asked, and for privacy officers.</summary>
[Authorize(Policies.LoggedIn)]
public sealed class AuditQuestionsController(Texts texts) : PageController
{
    [HttpGet("/inzage/vragen/{id:guid}")]
    public Task<IActionResult> Show(Guid id) => PageOf(id, null, null, null);

    [HttpPost("/inzage/vragen/{id:guid}/antwoord")]
    public Task<IActionResult> Answer(Guid id, string? answer) => SendAsync(
        new AnswerAuditQuestionCommand(id, answer), _ => Done(id, "Audit.Question.Replied"), () => PageOf(id, answer, null, null));

    [HttpPost("/inzage/vragen/{id:guid}/oordeel"), Authorize(Policies.PrivacyOfficer)]
    public Task<IActionResult> Judge(Guid id, bool? isExplained, string? remarks) => SendAsync(
        new JudgeAuditQuestionCommand(id, isExplained, remarks), _ => Done(id, "Audit.Question.Judged"), () => PageOf(id, null, isExplained, remarks));

    private async Task<IActionResult> PageOf(Guid id, string? answer, bool? isExplained, string? remarks) => View(
        nameof(AuditQuestionPage),
        await Mediator.Send(new AuditQuestionPageQuery(id), HttpContext.RequestAborted) with { Answer = answer, IsExplained = isExplained, Remarks = remarks });

    private LocalRedirectResult Done(Guid id, string told)
    {
        TempData["Notice"] = texts[told];
        return LocalRedirect($"/inzage/vragen/{id}");
    }
}
