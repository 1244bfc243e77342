using System.Net;
using System.Net.Http.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>Who is the professional party of one case and coordinates another project: one person, one role at a time, never the sum.</summary>
public sealed class SwitchRoleTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    private Account _both = null!;
    private CaseUnderTest _led = null!;
    private CaseUnderTest _coordinated = null!;

    private Person AsOfficer => As(_both).In(AccountRole.ProbationOfficer);

    private Person AsCoordinator => As(_both).In(AccountRole.Coordinator);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _both = await Given(A.ProbationOfficer().And(AccountRole.Coordinator).Named("Noor Bos"));
        _led = await Given(A.Case().LedBy(_both));
        _coordinated = await Given(A.Case().CoordinatedBy(_both));
    }

    [Fact]
    public async Task SwitchRole_InTheBar_FollowsAtOnceAndIsAudited()
    {
        var browser = await As(_both).BrowseAsync();
        var before = await browser.OpenAsync($"/trajecten/{_led.Id}");
        before.Find(".top-bar__role")!.TextContent.ShouldBe("Toezichthouder");

        var after = await SwitchAsync(browser, before, "Coordinator");

        (after.Url.AbsolutePath, after.Find(".top-bar__role")!.TextContent).ShouldBe(("/", "Coördinator"));
        after.Text.ShouldContain("U werkt nu als: Coördinator.");
        (await browser.OpenAsync($"/trajecten/{_led.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await browser.OpenAsync($"/trajecten/{_coordinated.Id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await browser.OpenAsync("/vrijwilligers")).Status.ShouldBe(HttpStatusCode.OK);
        (await Read(db => db.AuditEntries.SingleAsync(e => e.Action == nameof(SwitchRoleCommand), Cancel))).Detail.ShouldBe("ProbationOfficer Coordinator");
        // The next log-in begins where this one was.
        (await (await As(_both).BrowseAsync()).OpenAsync("/")).Find(".top-bar__role")!.TextContent.ShouldBe("Coördinator");
    }

    [Fact]
    public async Task SwitchRole_WhoHasOne_IsOfferedNone()
    {
        var browser = await As(_led.Coordinator).BrowseAsync();

        (await browser.OpenAsync("/")).Find(".top-bar__switch").ShouldBeNull();
    }

    [Fact]
    public async Task SwitchRole_ToOneThatIsNotTheirs_IsRefused()
    {
        (await Should.ThrowAsync<CaseRuleException>(As(_both).SendAsync(new SwitchRoleCommand(AccountRole.Manager)))).Code.ShouldBe("role-not-held");
        await Should.ThrowAsync<ValidationException>(As(_both).SendAsync(new SwitchRoleCommand(null)));
    }

    [Fact]
    public async Task SwitchRole_WithoutALogIn_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(_both).SendAsync(new SwitchRoleCommand(AccountRole.Coordinator)))).Code.ShouldBe("role-of-token");

    /// <summary>In another tab, after a switch, it would do something else than it says.</summary>
    [Fact]
    public async Task SwitchRole_FormOfAPageOpenedBefore_IsRefusedAndSaysWhy()
    {
        var browser = await As(_both).BrowseAsync();
        var other = await browser.OpenAsync("/waarneming");
        await SwitchAsync(browser, other, "Coordinator");

        var answer = await browser.SubmitAsync(other, new() { ["Form.CoveredById"] = _coordinated.Officer.Id.ToString() });

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Text.ShouldContain("Deze pagina was geopend in de rol Toezichthouder; u werkt nu in de rol Coördinator.");
        (await Read(db => db.Covers.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task Cases_OfTwoRoles_AreNeverTheSum()
    {
        (await SeenAsync(AsOfficer)).ShouldBe([_led.Id]);
        (await SeenAsync(AsCoordinator)).ShouldBe([_coordinated.Id]);
    }

    /// <summary>Who leads a restricted case is let in as who leads it, not as a coordinator of the same project who is not on the list.</summary>
    [Fact]
    public async Task RestrictedCase_WhoLeadsItAsCoordinator_IsKeptOut()
    {
        var own = await Given(A.Case().LedBy(_both).CoordinatedBy(_both));
        await Read(db => db.Cases.Where(c => c.Id == own.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.IsRestricted, true), Cancel));

        (await SeenAsync(AsOfficer)).ShouldContain(own.Id);
        (await SeenAsync(AsCoordinator)).ShouldNotContain(own.Id);
    }

    [Fact]
    public async Task Share_ToOneRole_IsNotSeenInTheOther()
    {
        var another = await Given(A.Case());
        await Should.ThrowAsync<ValidationException>(As(another.Officer).SendAsync(Sharing(another)));

        await As(another.Officer).SendAsync(Sharing(another) with { Role = AccountRole.Coordinator });

        (await SeenAsync(AsCoordinator)).ShouldContain(another.Id);
        (await SeenAsync(AsOfficer)).ShouldNotContain(another.Id);
        (await NoticesAsync(AsCoordinator, NoticeKind.AccessGiven), await NoticesAsync(AsOfficer, NoticeKind.AccessGiven)).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Exclusion_OfOneWhoKnowsTheClient_HoldsInEachRole()
    {
        var another = await Given(A.Case().LedBy(_led.Officer).CoordinatedBy(_both));
        var lent = await Given(A.Case());
        await As(lent.Officer).SendAsync(Sharing(lent) with { Role = AccountRole.ProbationOfficer });

        await AsOfficer.SendAsync(new GiveCaseAccessCommand(lent.Id, CaseAccessKind.Exclusion, null, null, "Familie."));

        (await Read(db => db.CaseAccesses.SingleAsync(a => a.Kind == CaseAccessKind.Exclusion, Cancel))).Role.ShouldBeNull();
        (await SeenAsync(AsOfficer)).ShouldNotContain(lent.Id);
        (await AsCoordinator.ActorAsync()).Rights.Excluded.ShouldBe([lent.Id]);
        (await SeenAsync(AsCoordinator)).ShouldContain(another.Id);
    }

    [Fact]
    public async Task AccessPage_Colleagues_AreNamedInEachOfTheirRoles()
    {
        var page = await As(_led.Coordinator).SendAsync(new CaseAccessPageQuery(_led.Id));

        page.Colleagues.Where(c => c.Text.StartsWith("Noor Bos", StringComparison.Ordinal)).Select(c => (c.Text, c.Value))
            .ShouldBe([("Noor Bos (Coördinator)", $"{_both.Id}:Coordinator")]);
        (await As(await Given(A.Account(AccountRole.PrivacyOfficer))).SendAsync(new CaseAccessPageQuery(_led.Id))).Colleagues.Count(c => c.Text.StartsWith("Noor Bos", StringComparison.Ordinal)).ShouldBe(2);
    }

    /// <summary>Cover is of the work in one role: the other goes on, and another colleague can cover for that.</summary>
    [Fact]
    public async Task Cover_OfOneRole_LeavesTheOther()
    {
        var (officer, coordinator) = (await Given(A.ProbationOfficer()), await Given(A.Coordinator()));

        await AsOfficer.SendAsync(new NameCoverCommand(null, officer.Id, Today, Today));
        (await Should.ThrowAsync<CaseRuleException>(AsCoordinator.SendAsync(new NameCoverCommand(null, officer.Id, Today, Today)))).Code.ShouldBe("cover-other-role");
        await AsCoordinator.SendAsync(new NameCoverCommand(null, coordinator.Id, Today, Today));

        (await SeenAsync(As(officer))).ShouldBe([_led.Id]);
        (await SeenAsync(As(coordinator))).ShouldBe([_coordinated.Id]);
        (await AsOfficer.SendAsync(new CoverListQuery())).Items.ShouldHaveSingleItem().CoveredBy.ShouldBe(officer.DisplayName);
    }

    [Fact]
    public async Task Cover_NamedByAManager_AsksForWhichRole()
    {
        var (manager, officer) = (await Given(A.Account(AccountRole.Manager)), await Given(A.ProbationOfficer()));
        var list = await As(manager).SendAsync(new CoverListQuery());
        list.Absent.Where(a => a.Text.StartsWith("Noor Bos", StringComparison.Ordinal)).Select(a => a.Value)
            .ShouldBe([$"{_both.Id}:ProbationOfficer", $"{_both.Id}:Coordinator"], ignoreOrder: true);

        var naming = new NameCoverCommand(_both.Id, officer.Id, Today, Today);
        await Should.ThrowAsync<ValidationException>(As(manager).SendAsync(naming));
        await As(manager).SendAsync(naming with { Role = AccountRole.ProbationOfficer });

        (await Read(db => db.Covers.SingleAsync(Cancel))).Role.ShouldBe(AccountRole.ProbationOfficer);
    }

    [Fact]
    public async Task Token_OfWhoHasMore_IsForTheRoleThatItNames()
    {
        using var http = As(_both).ApiWith(null);

        (await (await TokenAsync(null)).JsonAsync())["title"]!.GetValue<string>().ShouldBe("log-in-role");
        (await (await TokenAsync("Manager")).JsonAsync())["title"]!.GetValue<string>().ShouldBe("log-in-role");

        var (officer, coordinator) = (await AsOfficer.ApiAsync(), await AsCoordinator.ApiAsync());
        await SwitchAsync(await As(_both).BrowseAsync(), null, "Coordinator");
        (await CaseAsync(officer, _led), await CaseAsync(officer, _coordinated)).ShouldBe((HttpStatusCode.OK, HttpStatusCode.NotFound));
        (await CaseAsync(coordinator, _led), await CaseAsync(coordinator, _coordinated)).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.OK));

        Task<HttpResponseMessage> TokenAsync(string? role) =>
            http.PostAsJsonAsync("/api/v1/auth/token", new { userName = _both.UserName, password = A.Password, role }, Cancel);
    }

    [Fact]
    public async Task PersonalToken_OfWhoHasMore_KeepsTheRoleThatWasChosen()
    {
        var asking = new MakeApiTokenCommand { Name = "rapport", Scope = ApiTokenScope.Read, Until = Today.AddDays(1) };
        (await Should.ThrowAsync<ValidationException>(As(_both).SendAsync(asking))).Errors.Single().PropertyName.ShouldBe("Role");
        await Should.ThrowAsync<ValidationException>(As(_both).SendAsync(asking with { Role = AccountRole.Manager }));
        var browser = await As(_both).BrowseAsync();

        var page = await browser.SubmitAsync(
            await browser.OpenAsync("/mijn-account/tokens"),
            new() { ["Form.Name"] = "rapport", ["Form.Role"] = "Coordinator", ["Form.Scope"] = "Read", ["Form.Until"] = "2026-11-25" });

        using var api = As(_both).ApiWith(page.Find(".one-time")!.TextContent);
        (await CaseAsync(api, _led), await CaseAsync(api, _coordinated)).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.OK));
    }

    [Fact]
    public async Task Review_OfWhatOneDidInAnotherRole_IsRefused()
    {
        var reviewer = await Given(A.Account(AccountRole.Manager).And(AccountRole.PrivacyOfficer));
        await As(reviewer).SendAsync(new TakeBreakGlassCommand(_led.Number, BreakGlassCategory.NobodyReachable, "Vraag van de politie."));
        var task = await OpenTask(_led, HumanTaskKind.BreakGlassReview);
        var answers = TaskForm.Write(new BreakGlassReviewAnswers { IsJustified = true, Remarks = "In orde." });

        (await Should.ThrowAsync<CaseRuleException>(As(reviewer).In(AccountRole.PrivacyOfficer).SendAsync(new CompleteHumanTaskCommand(task.Id, null, answers)))).Code
            .ShouldBe("review-of-oneself");
    }

    private GiveCaseAccessCommand Sharing(CaseUnderTest @case) => new(@case.Id, CaseAccessKind.Share, _both.Id, Today.AddDays(7), "Kijkt mee.");

    private async Task<IEnumerable<CaseId>> SeenAsync(Person person)
    {
        var actor = await person.ActorAsync();
        return await Read(db => db.Cases.VisibleTo(actor).Select(c => c.Id).ToListAsync(Cancel));
    }

    private async Task<int> NoticesAsync(Person person, NoticeKind kind)
    {
        var actor = await person.ActorAsync();
        return await Read(db => db.Notices.VisibleTo(db, actor).CountAsync(n => n.Kind == kind, Cancel));
    }

    private static async Task<HttpStatusCode> CaseAsync(HttpClient api, CaseUnderTest @case) => (await api.GetAsync(new Uri($"/api/v1/cases/{@case.Id}", UriKind.Relative), Cancel)).StatusCode;

    private static async Task<Page> SwitchAsync(Browser browser, Page? from, string role) =>
        await browser.SubmitAsync(from ?? await browser.OpenAsync("/mijn-account"), form: ".top-bar__switch form", button: ("role", role));
}
