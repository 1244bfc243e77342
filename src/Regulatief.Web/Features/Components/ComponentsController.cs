using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Forms;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Components;

/// <summary>Every component with made-up content, to look at while building. In Development only.</summary>
[AllowAnonymous]
[Route("_componenten")]
public sealed class ComponentsController(IWebHostEnvironment environment, Dates dates, TimeProvider clock) : Controller
{
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        if (!environment.IsDevelopment())
            context.Result = NotFound();

        ViewData["Frame"] = Sample.Frame;
        ViewData["Sample"] = Sample;
    }

    private SampleContent Sample => field ??= new SampleContent(dates.Today, clock.GetUtcNow());

    [HttpGet]
    public IActionResult Index() => View("Components", FilledForm());

    [HttpPost]
    public IActionResult Send(SampleForm form, RowChange rows)
    {
        if (rows.IsAsked)
        {
            rows.ApplyTo(form.Tasks);
            ModelState.Clear();
            return View("Components", form);
        }

        ModelState.AddModelError(nameof(form.HelpNeeds), "Vul in welke hulpvragen de cliënt zelf noemt.");
        ModelState.AddModelError(nameof(form.IsOpenToContact), "Kies of de cliënt openstaat voor contact.");
        ModelState.AddModelError(nameof(form.FirstTalkOn), "De datum van het gesprek kan niet voor vandaag liggen.");
        ModelState.AddModelError(nameof(form.SharedVision), "Geef een cijfer van 1 tot en met 5.");
        return View("Components", form);
    }

    [HttpGet("client")]
    public IActionResult Plain() => View();

    [HttpGet("inloggen")]
    public IActionResult LogIn() => View(new SampleForm());

    [HttpGet("fout/{status:int}")]
    public IActionResult Failure(int status) => View("Error", status switch
    {
        409 => new ErrorPage(status, null, ["Joke Smit koppelde om 14:02 een andere vrijwilliger.", "De fase is nu Taakverdeling."], "/_componenten"),
        500 => new ErrorPage(status, "7F3A-91C2"),
        _ => new ErrorPage(status),
    });

    private SampleForm FilledForm() => new()
    {
        FirstName = "Ricardo",
        Reasons = "Woont sinds kort op zichzelf en heeft weinig mensen om op terug te vallen.",
        Domains = [SampleForm.Domain.Housing, SampleForm.Domain.Finances],
        TimesPerMonth = 4,
        FirstTalkOn = dates.Today.AddDays(7),
        QualityOfLife = 6,
        Tasks =
        [
            new SampleTask { What = "Samen de post en schulden op orde brengen", Who = SampleForm.Party.Volunteer, From = dates.Today },
            new SampleTask { What = "Contact met de wijkagent en de bijzondere voorwaarden", Who = SampleForm.Party.Professional, From = dates.Today },
        ],
    };
}
