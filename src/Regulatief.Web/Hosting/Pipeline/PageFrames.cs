using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.Shared;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>Puts around every page who is logged in, where they can go, and how much waits there. Costs nothing where no page is shown.</summary>
internal sealed class PageFrames(RegulatiefDbContext db, CurrentActor current, Texts texts, IHostEnvironment environment) : IAsyncResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is ViewResult view && !view.ViewData.ContainsKey(Key)) view.ViewData[Key] = await FrameAsync(context.HttpContext.RequestAborted);
        await next();
    }

    private const string Key = "Frame";

    private string? Notice => environment.IsDevelopment() ? texts["Frame.TrialEnvironment"] : null;

    private async Task<PageFrame> FrameAsync(CancellationToken cancellationToken)
    {
        if (!current.IsKnown) return PageFrame.Anonymous with { NoticeOfEnvironment = Notice };

        var actor = current.Value;
        var name = await db.Accounts.Where(a => a.Id == actor.AccountId).Select(a => a.DisplayName).SingleAsync(cancellationToken);
        return new PageFrame(name, texts.Of(actor.Role!), await NavigationAsync(actor, cancellationToken), Notice);
    }

    private async Task<IReadOnlyList<NavigationItem>> NavigationAsync(Actor actor, CancellationToken cancellationToken) => actor.Role switch
    {
        AccountRole.ProbationOfficer => [await MyWorkAsync(actor, cancellationToken), new("Nav.Cases", "/trajecten")],
        AccountRole.Coordinator =>
        [
            await MyWorkAsync(actor, cancellationToken),
            new("Nav.Cases", "/trajecten"),
            new("Nav.Volunteers", "/vrijwilligers"),
            await EscalationsAsync(actor, cancellationToken),
        ],
        AccountRole.Volunteer => [await MyWorkAsync(actor, cancellationToken), new("Nav.Cases", "/trajecten")],
        AccountRole.Client => [new("Nav.MyCase", "/mijn-traject")],
        AccountRole.Manager => [new("Nav.Reports", "/rapportage"), await EscalationsAsync(actor, cancellationToken)],
        AccountRole.PrivacyOfficer => [await MyWorkAsync(actor, cancellationToken), new("Nav.Audit", "/inzage")],
        AccountRole.Designer => [new("Nav.Workflows", "/cycli"), new("Nav.Studio", "/ontwerper")],
        AccountRole.Administrator => [new("Nav.Accounts", "/accounts"), new("Nav.Projects", "/projecten"), await IncidentsAsync(cancellationToken), await EscalationsAsync(actor, cancellationToken)],
        _ => [],
    };

    private async Task<NavigationItem> IncidentsAsync(CancellationToken cancellationToken) => new(
        "Nav.Incidents", "/storingen",
        await db.Incidents.CountAsync(i => i.ResolvedAt == null, cancellationToken) + await db.DueWork.CountAsync(w => w.ParkedAt != null, cancellationToken));

    private async Task<NavigationItem> EscalationsAsync(Actor actor, CancellationToken cancellationToken) =>
        new("Nav.Escalations", "/escalaties", await db.Escalations.VisibleTo(actor).Open().CountAsync(cancellationToken));

    private async Task<NavigationItem> MyWorkAsync(Actor actor, CancellationToken cancellationToken) =>
        new("Nav.MyWork", "/", await db.HumanTasks.VisibleTo(actor).Open().CountAsync(cancellationToken));
}
