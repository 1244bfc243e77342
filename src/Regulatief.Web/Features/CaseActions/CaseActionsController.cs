using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseActions;

/// <summary>What changes a case outside its tasks. Each page tells what will happen before it asks why.</summary>
[Authorize(Policies.PartyOfCases)]
public sealed class CaseActionsController(Texts texts) : PageController
{
    private const string Actions = "/trajecten/{id:guid}/acties/";

    [HttpGet(Actions + "{name:regex(^(pauzeren|hervatten|stoppen|heropenen|doel-toevoegen|doel-beeindigen)$)}"), Authorize(Policies.ProbationOfficer)]
    public Task<IActionResult> ForProfessional(Guid id, string name, [FromQuery(Name = "doel")] Guid? goal) => PageOf(id, name, new CaseActionForm { GoalId = goal });

    [HttpGet(Actions + "andere-professional"), Authorize(Policies.CaseWorkers)]
    public Task<IActionResult> ReplaceProfessional(Guid id) => PageOf(id, "andere-professional", new CaseActionForm());

    [HttpGet(Actions + "{name:regex(^(vrijwilliger-stopt|evaluatie)$)}")]
    public Task<IActionResult> ForParties(Guid id, string name) => PageOf(id, name, new CaseActionForm());

    [HttpPost(Actions + "pauzeren"), Authorize(Policies.ProbationOfficer)]
    public Task<IActionResult> Pause(Guid id, CaseActionForm form) => CarryOut(id, "pauzeren", form, new PauseCaseCommand(CaseId.From(id), form.Reason));

    [HttpPost(Actions + "hervatten"), Authorize(Policies.ProbationOfficer)]
    public Task<IActionResult> Resume(Guid id, CaseActionForm form) => CarryOut(id, "hervatten", form, new ResumeCaseCommand(CaseId.From(id)));

    [HttpPost(Actions + "stoppen"), Authorize(Policies.ProbationOfficer)]
    public Task<IActionResult> Stop(Guid id, CaseActionForm form) => CarryOut(id, "stoppen", form, new StopCaseCommand(CaseId.From(id), form.Kind, form.Reason));

    [HttpPost(Actions + "heropenen"), Authorize(Policies.ProbationOfficer)]
    public Task<IActionResult> Reopen(Guid id, CaseActionForm form) => CarryOut(id, "heropenen", form, new ReopenCaseCommand(CaseId.From(id), form.Phase, form.Reason));

    [HttpPost(Actions + "vrijwilliger-stopt")]
    public Task<IActionResult> LetVolunteerLeave(Guid id, CaseActionForm form) =>
        CarryOut(id, "vrijwilliger-stopt", form, new LetVolunteerLeaveCommand(CaseId.From(id), form.Reason, form.LastDay));

    [HttpPost(Actions + "evaluatie")]
    public Task<IActionResult> AskForEvaluation(Guid id, CaseActionForm form) =>
        CarryOut(id, "evaluatie", form, new AskForEvaluationCommand(CaseId.From(id), form.Reason));

    [HttpPost(Actions + "andere-professional"), Authorize(Policies.CaseWorkers)]
    public Task<IActionResult> ReplaceProfessional(Guid id, CaseActionForm form) =>
        CarryOut(id, "andere-professional", form, new ReplaceProfessionalCommand(CaseId.From(id), form.ProfessionalId, form.Reason),
            afterwards: form.ProfessionalId != CurrentAccountId && User.IsInRole(nameof(AccountRole.ProbationOfficer)) ? "/trajecten" : null);

    [HttpPost(Actions + "doel-toevoegen"), Authorize(Policies.ProbationOfficer)]
    public Task<IActionResult> AddGoal(Guid id, CaseActionForm form) =>
        CarryOut(id, "doel-toevoegen", form, new AddGoalCommand(CaseId.From(id), form.Text, form.GoalKind, form.LifeDomain));

    [HttpPost(Actions + "doel-beeindigen"), Authorize(Policies.ProbationOfficer)]
    public Task<IActionResult> EndGoal(Guid id, CaseActionForm form) =>
        CarryOut(id, "doel-beeindigen", form, new EndGoalCommand(CaseId.From(id), form.GoalId is { } goal ? GoalId.From(goal) : null, form.Reason));

    private Guid CurrentAccountId => HttpContext.RequestServices.GetRequiredService<Actor>().AccountId;

    /// <param name="afterwards">Where to go when the case can no longer be seen; null for the case.</param>
    private async Task<IActionResult> CarryOut<TResult>(Guid id, string name, CaseActionForm form, IRequest<TResult> command, string? afterwards = null) =>
        await SendAsync(
            command,
            _ =>
            {
                TempData["Notice"] = texts[$"CaseActions.{name}.Done"];
                return LocalRedirect(afterwards ?? (User.IsInRole(nameof(AccountRole.Client)) ? "/mijn-traject" : $"/trajecten/{id}"));
            },
            () => PageOf(id, name, form),
            $"{nameof(CaseActionPage.Form)}.");

    private async Task<IActionResult> PageOf(Guid id, string name, CaseActionForm form)
    {
        var header = await Mediator.Send(new CaseActionQuery(CaseId.From(id)), HttpContext.RequestAborted);
        return View("CaseAction", new CaseActionPage(header, name, form, await ChoicesOf(header, name)));
    }

    private async Task<IReadOnlyList<SelectListItem>> ChoicesOf(ActionHeader header, string name) => name switch
    {
        "stoppen" => [.. StopCaseCommand.Kinds.Select(kind => new SelectListItem(texts.Of(kind), kind.ToString()))],
        "heropenen" => [.. header.PhasesToReopenAt.Select(phase => new SelectListItem(texts.Of(phase), phase.ToString()))],
        "andere-professional" => await Mediator.Send(new SuccessorsQuery(header.CaseId), HttpContext.RequestAborted),
        "doel-beeindigen" => [.. header.Goals.Select(goal => new SelectListItem(goal.Text, goal.Id.ToString()))],
        _ => [],
    };
}
