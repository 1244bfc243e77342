using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.RiskSignals;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.Housekeeping;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>Personal tokens: what a program can do with one, and until when.</summary>
public sealed class ApiTokenTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly DateOnly Tuesday = new(2026, 11, 24);

    private Account _officer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _officer = await Given(A.ProbationOfficer());
    }

    [Theory, InlineData(-1), InlineData(ApiToken.LongestInDays + 1)]
    public async Task MakeApiTokenCommand_EndTooSoonOrTooLate_TellsTheField(int days)
    {
        var refusal = await Should.ThrowAsync<ValidationException>(As(_officer).SendAsync(Asking() with { Until = Tuesday.AddDays(days) }));

        refusal.Errors.Select(e => (e.PropertyName, e.ErrorCode)).ShouldBe([("Until", "token-until")]);
    }

    [Fact]
    public async Task MakeApiTokenCommand_Empty_TellsWhatIsMissing() =>
        (await Should.ThrowAsync<ValidationException>(As(_officer).SendAsync(new MakeApiTokenCommand()))).Errors.Select(e => e.PropertyName).ShouldBe(["Name", "Scope", "Until"]);

    [Fact]
    public async Task MakeApiTokenCommand_OneTooMany_IsRefused()
    {
        for (var i = 0; i < ApiToken.Most; i++) await MadeAsync();

        (await Should.ThrowAsync<CaseRuleException>(MadeAsync())).Code.ShouldBe("tokens-many");
    }

    [Fact]
    public async Task MakeApiTokenCommand_SentTwice_KeepsTheTokenNowhere()
    {
        var first = await As(_officer).SendAsync(Asking(), "sleutel");

        (await As(_officer).SendAsync(Asking(), "sleutel")).Token.ShouldBeNull();
        first.Token.ShouldStartWith("rgt_");
        (await Read(db => db.IdempotencyRecords.SingleAsync(Cancel))).ResultJson!.ShouldNotContain(first.Token![4..]);
        (await Read(db => db.ApiTokens.SingleAsync(Cancel))).TokenHash.ShouldBe(ApiToken.HashOf(first.Token));
    }

    [Fact]
    public async Task MakeApiTokenCommand_OnThePage_ShowsItOnceAndThenTheList()
    {
        var browser = await As(_officer).BrowseAsync();

        var page = await browser.SubmitAsync(
            await browser.OpenAsync("/mijn-account/tokens"), new() { ["Form.Name"] = "maandrapport", ["Form.Scope"] = "Read", ["Form.Until"] = "2027-01-31" });

        (await ReadTasksAsync(As(_officer).ApiWith(page.Find(".one-time")!.TextContent))).ShouldBe(HttpStatusCode.OK);
        var list = await browser.OpenAsync("/mijn-account/tokens");
        list.Find(".one-time").ShouldBeNull();
        list.Text.ShouldContain("maandrapport Toezichthouder Alleen lezen zo 31 jan 2027 di 24 nov 2026, 09:00");
    }

    [Fact]
    public async Task Token_ToRead_ChangesNothing()
    {
        var @case = await Given(A.Case());
        var api = As(@case.Officer).ApiWith((await As(@case.Officer).SendAsync(Asking())).Token);

        var answer = await api.PostAsync($"/api/v1/cases/{@case.Id}/activities", new { });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        ((string?)(await answer.JsonAsync())["title"]).ShouldBe("token-reads-only");
        (await ReadTasksAsync(api)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Token_OfNobody_OpensNothing() => (await ReadTasksAsync(As(_officer).ApiWith(ApiToken.Make().Token))).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task Token_OnItsLastDay_OpensAndNotAfter()
    {
        var api = As(_officer).ApiWith(await MadeAsync());
        Clock.Advance(TimeSpan.FromHours(14));
        (await ReadTasksAsync(api)).ShouldBe(HttpStatusCode.OK);

        Clock.Advance(TimeSpan.FromHours(1));

        (await ReadTasksAsync(api)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, InlineData("/trajecten"), InlineData("/mijn-account"), InlineData("/elsa/api/workflow-definitions"), InlineData("/ontwerper/token")]
    public async Task Token_OutsideTheApi_OpensNothing(string address)
    {
        var designer = await Given(A.Account(AccountRole.Designer));
        var api = As(designer).ApiWith((await As(designer).SendAsync(Asking())).Token);

        (await api.GetAsync(new Uri(address, UriKind.Relative), Cancel)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Token_ForWhatAsksForAFactor_NeverDoes()
    {
        var @case = await Given(A.Case().Paired());
        var volunteer = As(@case.Volunteer.Account);
        var signal = await volunteer.SendAsync(new NoteRiskSignalCommand(@case.Id, RiskSignalKind.RisingRiskBehaviour, "Hij dronk weer.", SignalSeverity.Worrying, new(2026, 11, 23)));
        var api = volunteer.ApiWith((await volunteer.SendAsync(Asking() with { Scope = ApiTokenScope.ReadAndWrite })).Token);

        var answer = await api.PostAsync($"/api/v1/risk-signals/{signal}/share", new { recipient = "Professional", exception = new { ground = "AcuteDanger", reason = "Nu meteen." } });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        ((string?)(await answer.JsonAsync())["title"]).ShouldBe("factor-not-with-token");
        (await api.PostAsync("/api/v1/auth/factor", new { password = A.Password })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await api.DeleteAsync(new Uri("/api/v1/auth/token", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task RevokeApiTokenCommand_OfSomebodyElse_IsNotFound()
    {
        var api = As(_officer).ApiWith(await MadeAsync());
        var token = await Read(db => db.ApiTokens.SingleAsync(Cancel));

        await Should.ThrowAsync<NotFoundException>(As(await Given(A.Coordinator())).SendAsync(new RevokeApiTokenCommand(token.Id)));

        (await ReadTasksAsync(api)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task RevokeApiTokenCommand_OnThePage_EndsItAtOnce()
    {
        var api = As(_officer).ApiWith(await MadeAsync());
        var browser = await As(_officer).BrowseAsync();

        var page = await browser.SubmitAsync(await browser.OpenAsync("/mijn-account/tokens"), form: "form[action$='/intrekken']");

        page.Text.ShouldContain("Het token is ingetrokken.");
        (await ReadTasksAsync(api)).ShouldBe(HttpStatusCode.Unauthorized);
        (await Read(db => db.AuditEntries.Where(e => e.SubjectType == nameof(ApiToken)).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Cancel)))
            .ShouldContain(nameof(RevokeApiTokenCommand));
    }

    [Fact]
    public async Task DeactivateAccount_EndsPersonalTokensForGood()
    {
        var api = As(_officer).ApiWith(await MadeAsync());
        var administrator = As(await Given(A.Account(AccountRole.Administrator)));

        await administrator.SendAsync(new DeactivateAccountCommand(_officer.Id));
        await administrator.SendAsync(new ReopenAccountCommand(_officer.Id));

        (await ReadTasksAsync(api)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Token_NinetyDaysAfterItsEnd_IsClearedAway()
    {
        await MadeAsync();
        Clock.Advance(Session.RetainFor);
        await Host.SendAsync(Actor.System, new ClearAwayCommand());
        (await Read(db => db.ApiTokens.AnyAsync(Cancel))).ShouldBeTrue();

        Clock.Advance(TimeSpan.FromDays(1));
        await Host.SendAsync(Actor.System, new ClearAwayCommand());

        (await Read(db => db.ApiTokens.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task RevokeApiTokensOfCommand_AnybodyButAnAdministrator_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(await Given(A.Coordinator())).SendAsync(new RevokeApiTokensOfCommand(_officer.Id)))).Code.ShouldBe("role-may-not");

    [Fact]
    public async Task RevokeApiTokensOfCommand_ByAnAdministrator_EndsAll()
    {
        var (first, second) = (As(_officer).ApiWith(await MadeAsync()), As(_officer).ApiWith(await MadeAsync()));
        var browser = await As(await Given(A.Account(AccountRole.Administrator))).BrowseAsync();

        await browser.SubmitAsync(await browser.OpenAsync($"/accounts/{_officer.Id}"), form: "form[action$='/tokens']");

        (await ReadTasksAsync(first)).ShouldBe(HttpStatusCode.Unauthorized);
        (await ReadTasksAsync(second)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ApiTokenListQuery_OthersTokens_AreNotThere()
    {
        await MadeAsync();

        (await As(await Given(A.Coordinator())).SendAsync(new ApiTokenListQuery())).Tokens.ShouldBeEmpty();
        (await As(_officer).SendAsync(new ApiTokenListQuery())).Tokens.Count.ShouldBe(1);
    }

    private async Task<string> MadeAsync() => (await As(_officer).SendAsync(Asking())).Token!;

    private static MakeApiTokenCommand Asking() => new() { Name = "maandrapport", Scope = ApiTokenScope.Read, Until = Tuesday };

    private static async Task<HttpStatusCode> ReadTasksAsync(HttpClient api) => (await api.GetAsync(new Uri("/api/v1/tasks", UriKind.Relative), Cancel)).StatusCode;
}
