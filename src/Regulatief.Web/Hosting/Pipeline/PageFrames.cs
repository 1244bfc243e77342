using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Web.Features.Shared;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>Puts around every page who is logged in, where they can go, and how much waits there. Costs nothing where no page is shown.</summary>
internal sealed class PageFrames(RegulatiefDbContext db, CurrentActor current, Texts texts, Dates dates, TimeProvider time, IHostEnvironment environment) : IAsyncResultFilter
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
        var person = await db.Accounts.Where(a => a.Id == actor.AccountId).Select(a => new { a.DisplayName, Roles = a.Roles.Select(r => r.Role).ToList() }).SingleAsync(cancellationToken);
        return new PageFrame(person.DisplayName, actor.Role, await NavigationAsync(actor, cancellationToken), Notice)
        {
            OtherRoles = [.. person.Roles.Where(role => role != actor.Role).Order()],
            Notices = await NoticesAsync(actor, cancellationToken),
            Standing = [.. await DangersAsync(actor, cancellationToken), .. await LooksAsync(actor, cancellationToken), .. await CoversAsync(actor, cancellationToken)],
        };
    }

    private async Task<UnreadNotices?> NoticesAsync(Actor actor, CancellationToken cancellationToken) => actor.Role switch
    {
        AccountRole.ProbationOfficer or AccountRole.Coordinator or AccountRole.Volunteer or AccountRole.PrivacyOfficer => new(await db.UnreadNoticesAsync(actor, cancellationToken), "/#berichten"),
        AccountRole.Manager => new(await db.UnreadNoticesAsync(actor, cancellationToken), "/berichten"),
        _ => null,
    };

    /// <summary>Acute danger that the person is called for, until somebody acts.</summary>
    private async Task<IReadOnlyList<StandingNotice>> DangersAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Role is not (AccountRole.ProbationOfficer or AccountRole.Coordinator or AccountRole.Manager or AccountRole.Administrator)) return [];
        var calls = await db.DangerCalls.VisibleTo(actor).Open().OrderBy(c => c.RaisedAt).Select(c => new { c.Id, c.Case.Number, c.AnswerBy }).ToListAsync(cancellationToken);
        return calls.ConvertAll(c => new StandingNotice(
            texts["Standing.Danger", c.Number, dates.Time(c.AnswerBy)], Tone.Danger, $"/acuut/{c.Id}", texts["Standing.OpenDanger"], $"/acuut/{c.Id}/oppakken", "DangerCalls.PickUp"));
    }

    /// <summary>Emergency access, and a manager's look: until when, and how it is ended.</summary>
    private async Task<IReadOnlyList<StandingNotice>> LooksAsync(Actor actor, CancellationToken cancellationToken)
    {
        var looks = actor.Rights.Granted.Where(g => g.Kind != CaseAccessKind.Share).OrderBy(g => g.Until).ToList();
        if (looks.Count == 0) return [];
        var ids = looks.ConvertAll(g => g.CaseId);
        var numbers = await db.Cases.VisibleTo(actor).Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Number, cancellationToken);
        return [.. looks.Where(g => numbers.ContainsKey(g.CaseId)).Select(g => new StandingNotice(
            texts[$"Standing.{g.Kind}", numbers[g.CaseId], dates.Time(g.Until)], g.Kind == CaseAccessKind.BreakGlass ? Tone.Danger : Tone.Warning,
            $"/trajecten/{g.CaseId}", texts["Standing.OpenCase", numbers[g.CaseId]], $"/trajecten/{g.CaseId}/toegang/{g.AccessId}/beeindigen"))];
    }

    /// <summary>Whom the actor covers for, and who covers for the actor.</summary>
    private async Task<IReadOnlyList<StandingNotice>> CoversAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!Cover.Roles.Contains(actor.Role!.Value)) return [];
        var covers = await db.Covers.On(time.Today()).Where(c => c.Role == actor.Role && (c.CoveredById == actor.AccountId || c.AbsentId == actor.AccountId))
            .Join(db.Accounts, c => c.AbsentId, a => a.Id, (c, absent) => new { Cover = c, Absent = absent.DisplayName })
            .LeftJoin(db.Accounts, c => c.Cover.CoveredById, a => (Guid?)a.Id, (c, by) => new { c.Cover, c.Absent, By = by == null ? null : by.DisplayName })
            .AsNoTracking().ToListAsync(cancellationToken);
        return [.. covers.Where(c => c.Cover.AbsentId == actor.AccountId || actor.ActsFor.Contains(c.Cover.AbsentId)).Select(c => new StandingNotice(
            c.Cover.AbsentId == actor.AccountId ? c.By is null ? texts["Standing.Away", dates.LongDay(c.Cover.Until)] : texts["Standing.CoveredBy", c.By, dates.LongDay(c.Cover.Until)] : texts["Standing.Covers", c.Absent, dates.LongDay(c.Cover.Until)],
            Tone.Information, "/waarneming", texts["Standing.OpenCovers"]))];
    }

    private async Task<IReadOnlyList<NavigationItem>> NavigationAsync(Actor actor, CancellationToken cancellationToken) => actor.Role switch
    {
        AccountRole.ProbationOfficer => [await MyWorkAsync(actor, cancellationToken), new("Nav.Cases", "/trajecten"), new("Nav.Diary", "/agenda"), new("Nav.Covers", "/waarneming"), new("Nav.Handovers", "/overdracht")],
        AccountRole.Coordinator =>
        [
            await MyWorkAsync(actor, cancellationToken),
            new("Nav.Cases", "/trajecten"),
            new("Nav.Diary", "/agenda"),
            new("Nav.Volunteers", "/vrijwilligers"),
            await EscalationsAsync(actor, cancellationToken),
            new("Nav.Covers", "/waarneming"),
            new("Nav.Handovers", "/overdracht"),
        ],
        AccountRole.Volunteer => [await MyWorkAsync(actor, cancellationToken), new("Nav.Cases", "/trajecten"), new("Nav.Diary", "/agenda")],
        AccountRole.Client => [new("Nav.MyCase", "/mijn-traject")],
        AccountRole.Manager =>
        [
            new("Nav.Reports", "/rapportage"),
            new("Nav.Cases", "/trajecten"),
            await EscalationsAsync(actor, cancellationToken),
            new("Nav.Covers", "/waarneming"),
            new("Nav.Handovers", "/overdracht"),
            new("Nav.ClosingDays", "/sluitingsdagen"),
            new("Nav.Retention", "/bewaren/verwijderingen", await ErasuresAsync(actor, cancellationToken)),
        ],
        AccountRole.PrivacyOfficer => [await MyWorkAsync(actor, cancellationToken), new("Nav.Audit", "/inzage"), new("Nav.Retention", "/bewaren", await ErasuresAsync(actor, cancellationToken))],
        AccountRole.Designer => [new("Nav.Workflows", "/cycli"), new("Nav.Studio", "/ontwerper")],
        AccountRole.Administrator =>
        [
            new("Nav.Accounts", "/accounts"), new("Nav.Projects", "/projecten"), new("Nav.ClosingDays", "/sluitingsdagen"), await IncidentsAsync(cancellationToken), await EscalationsAsync(actor, cancellationToken),
            new("Nav.Operations", "/systeem"),
        ],
        _ => [],
    };

    private async Task<NavigationItem> IncidentsAsync(CancellationToken cancellationToken) => new(
        "Nav.Incidents", "/storingen",
        await db.Incidents.CountAsync(i => i.ResolvedAt == null, cancellationToken) + await db.DueWork.CountAsync(w => w.ParkedAt != null, cancellationToken));

    /// <summary>Those on which the actor can decide.</summary>
    private Task<int> ErasuresAsync(Actor actor, CancellationToken cancellationToken) =>
        db.Erasures.CountAsync(e => e.DecidedAt == null && e.ProposedById != actor.AccountId, cancellationToken);

    private async Task<NavigationItem> EscalationsAsync(Actor actor, CancellationToken cancellationToken) =>
        new("Nav.Escalations", "/escalaties", await db.Escalations.VisibleTo(actor).Open().CountAsync(cancellationToken));

    private async Task<NavigationItem> MyWorkAsync(Actor actor, CancellationToken cancellationToken) =>
        new("Nav.MyWork", "/", await db.HumanTasks.VisibleTo(actor).Open().CountAsync(cancellationToken)
            + (actor.Role == AccountRole.Coordinator ? await db.SupportRequests.VisibleTo(db, actor).Waiting().CountAsync(cancellationToken) : 0));
}
