using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>Logging in with a password and something more, tried as its owner does and as somebody who has the password alone.</summary>
public sealed class SecondStepTests(SqliteHost host) : FeatureTest(host)
{
    private Account _officer = null!;
    private Authenticator _app = null!;
    private IReadOnlyList<string> _codes = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _officer = await Given(A.ProbationOfficer());
        (_app, _codes, _) = await Authenticator.SetUpAsync(await As(_officer).BrowseAsync(), Clock);
        Clock.Advance(Authenticator.Step);
    }

    [Theory, InlineData("/"), InlineData("/trajecten"), InlineData("/mijn-account"), InlineData("/mijn-account/tweede-factor"), InlineData("/bevestigen")]
    public async Task HalfLogIn_AtAnotherAddress_OpensNothing(string address)
    {
        var browser = As(_officer).Browser();
        (await FirstStepAsync(browser)).Url.AbsolutePath.ShouldBe("/inloggen/tweede-stap");

        (await browser.OpenAsync(address)).Url.AbsolutePath.ShouldBe("/inloggen");
        (await Read(db => db.Sessions.CountAsync(Cancel))).ShouldBe(1);
    }

    [Theory, InlineData("/api/v1/tasks"), InlineData("/elsa/api/workflow-definitions")]
    public async Task HalfLogIn_AtTheApi_OpensNothing(string address)
    {
        var browser = As(_officer).Browser();
        await FirstStepAsync(browser);

        (await browser.OpenAsync(address)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task HalfLogIn_ItsCookieAsThatOfASession_OpensNothing()
    {
        var half = CookieOf(await FirstStepAnswerAsync(), "__Host-regulatief-half");

        var request = new HttpRequestMessage(HttpMethod.Get, new Uri("https://localhost/trajecten"));
        request.Headers.Add("Cookie", $"__Host-regulatief={half}; __Host-regulatief-half={half}; __Host-regulatief-passkey={half}");
        (await Host.CreateClient(new() { AllowAutoRedirect = false }).SendAsync(request, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task SecondStepQuery_WithoutTheFirst_SaysToLogIn()
    {
        var page = await As(_officer).Browser().OpenAsync("/inloggen/tweede-stap");

        page.Status.ShouldBe(HttpStatusCode.Gone);
        page.Text.ShouldContain("Het duurde te lang.");
    }

    [Fact]
    public async Task FinishLogInCommand_AfterFiveMinutes_SaysToLogInAgain()
    {
        var browser = As(_officer).Browser();
        var second = await FirstStepAsync(browser);
        Clock.Advance(HalfLogIn.ValidFor + TimeSpan.FromSeconds(1));

        var page = await browser.SubmitAsync(second, new() { ["Code"] = _app.Code });

        page.Status.ShouldBe(HttpStatusCode.Gone);
        page.Text.ShouldContain("Het duurde te lang.");
    }

    [Fact]
    public async Task FinishLogInCommand_WithoutACode_TellsTheField()
    {
        var browser = As(_officer).Browser();

        var page = await browser.SubmitAsync(await FirstStepAsync(browser), new() { ["Code"] = "" });

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.FieldsInError.ShouldBe(["Code"]);
    }

    [Fact]
    public async Task FinishLogInCommand_WithoutAFormOfOurs_IsRefused()
    {
        var browser = As(_officer).Browser();
        await FirstStepAsync(browser);

        var answer = await browser.Http.PostAsync(new Uri("https://localhost/inloggen/tweede-stap"), new FormUrlEncodedContent([new("code", _app.Code)]), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Read(db => db.Sessions.CountAsync(Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task FinishLogInCommand_WrongCode_IsCountedAndTold()
    {
        var browser = As(_officer).Browser();

        var page = await browser.SubmitAsync(await FirstStepAsync(browser), new() { ["Code"] = "000000" });

        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Text.ShouldContain("Deze code klopt niet.");
        (await Read(db => db.Accounts.SingleAsync(Cancel))).WrongCodeCount.ShouldBe(1);
        (await OutcomesAsync()).ShouldBe([(nameof(LogInCommand), "RequiresTwoFactor"), (nameof(FinishLogInCommand), "CodeWrong")]);
    }

    // Whoever has the password cannot try on, by logging in with it again between; on the owner's own device neither.
    [Fact]
    public async Task FinishLogInCommand_AfterFiveWrongCodes_WaitsLongerEachTime()
    {
        var browser = await As(_officer).BrowseWithAsync(_app.NextCode());
        await browser.SubmitAsync(await browser.OpenAsync("/"), form: "form[action='/uitloggen']");
        for (var i = 0; i < 5; i++) await browser.SubmitAsync(await FirstStepAsync(browser), new() { ["Code"] = "000000" });
        _app.NextCode();
        await browser.SubmitAsync(await FirstStepAsync(browser), new() { ["Code"] = "000000" });

        var page = await browser.SubmitAsync(await FirstStepAsync(browser), new() { ["Code"] = _app.Code });

        page.Text.ShouldContain("te vaak een verkeerde code");
        Clock.Advance(TimeSpan.FromMinutes(15));
        (await browser.SubmitAsync(await FirstStepAsync(browser), new() { ["Code"] = _app.Code })).Path.ShouldBe("/");
        (await Read(db => db.Accounts.SingleAsync(Cancel))).WrongCodeCount.ShouldBe(0);
    }

    [Fact]
    public async Task FinishLogInCommand_SomebodyElseGuessesThePassword_DoesNotWait()
    {
        var browser = await As(_officer).BrowseWithAsync(_app.Code);
        await browser.SubmitAsync(await browser.OpenAsync("/"), form: "form[action='/uitloggen']");
        for (var i = 0; i < 8; i++) await Ask("een-ander-wachtwoord", null);

        (await browser.SubmitAsync(await FirstStepAsync(browser), new() { ["Code"] = _app.NextCode() })).Path.ShouldBe("/");
    }

    [Fact]
    public async Task FinishLogInCommand_CodeThatWasUsed_IsRefused()
    {
        var code = _app.Code;
        await As(_officer).BrowseWithAsync(code);
        var thief = As(_officer).Browser();

        var page = await thief.SubmitAsync(await FirstStepAsync(thief), new() { ["Code"] = code });

        page.Text.ShouldContain("Deze code is al gebruikt.");
        (await thief.SubmitAsync(await FirstStepAsync(thief), new() { ["Code"] = _app.CodeAt(-Authenticator.Step) })).Text.ShouldContain("Deze code is al gebruikt.");
    }

    [Theory, InlineData(-2), InlineData(2)]
    public async Task FinishLogInCommand_ClockThatIsAMinuteOff_IsRefusedWithTheReason(int steps)
    {
        _app.NextCode();
        var browser = As(_officer).Browser();

        var page = await browser.SubmitAsync(await FirstStepAsync(browser), new() { ["Code"] = _app.CodeAt(steps * Authenticator.Step) });

        page.Text.ShouldContain("klok van uw telefoon");
    }

    [Fact]
    public async Task FinishLogInCommand_RecoveryCode_WorksOnceHoweverItIsTyped()
    {
        await As(_officer).BrowseWithAsync(_codes[0].ToLowerInvariant().Replace('-', ' '));
        var browser = As(_officer).Browser();

        var page = await browser.SubmitAsync(await FirstStepAsync(browser), new() { ["Code"] = _codes[0] });

        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Text.ShouldContain("Een herstelcode werkt één keer.");
        await As(_officer).BrowseWithAsync(_codes[1]);
    }

    [Fact]
    public async Task FinishLogInCommand_PasswordChangedMeanwhile_IsRefused()
    {
        var browser = As(_officer).Browser();
        var second = await FirstStepAsync(browser);
        await Read(db => db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.SecurityStamp, "ander"), Cancel));

        var page = await browser.SubmitAsync(second, new() { ["Code"] = _app.Code });

        page.Status.ShouldBe(HttpStatusCode.Conflict);
        (await Read(db => db.Sessions.CountAsync(Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task FinishLogInCommand_TwoAtOnceWithOneCode_LetsOneIn()
    {
        var (first, second) = (As(_officer).Browser(), As(_officer).Browser());
        var pages = (await FirstStepAsync(first), await FirstStepAsync(second));

        var answers = await Task.WhenAll(
            first.SubmitAsync(pages.Item1, new() { ["Code"] = _app.Code }), second.SubmitAsync(pages.Item2, new() { ["Code"] = _app.Code }));

        answers.Count(a => a.Path == "/").ShouldBe(1);
    }

    [Fact]
    public async Task FinishLogInCommand_RightCode_LeadsToWhereOneWanted()
    {
        var browser = As(_officer).Browser();
        var logIn = await browser.OpenAsync("/trajecten?fase=intake");
        var second = await browser.SubmitAsync(logIn, new() { ["UserName"] = _officer.UserName, ["Password"] = A.Password });

        (await browser.SubmitAsync(second, new() { ["Code"] = _app.Code })).Path.ShouldBe("/trajecten?fase=intake");
    }

    [Theory, InlineData("https://elders.nl/"), InlineData("//elders.nl")]
    public async Task FinishLogInCommand_ReturnToAnotherSite_GoesHome(string returnUrl)
    {
        var browser = As(_officer).Browser();

        (await browser.SubmitAsync(await FirstStepAsync(browser), new() { ["Code"] = _app.Code, ["returnUrl"] = returnUrl })).Path.ShouldBe("/");
    }

    [Fact]
    public async Task FinishLogInCommand_BeginsASessionOfItsOwn()
    {
        var browser = await As(_officer).BrowseWithAsync(_app.Code);
        await browser.SubmitAsync(await browser.OpenAsync("/"), form: "form[action='/uitloggen']");
        var before = await Read(db => db.Sessions.Select(s => s.Id).ToListAsync(Cancel));

        await browser.SubmitAsync(await FirstStepAsync(browser), new() { ["Code"] = _app.NextCode() });

        (await Read(db => db.Sessions.CountAsync(s => !before.Contains(s.Id) && s.EndedAt == null, Cancel))).ShouldBe(1);
        (await OutcomesAsync())[^1].ShouldBe((nameof(FinishLogInCommand), "Succeeded"));
    }

    [Fact]
    public async Task Token_WithoutTheCode_IsAskedForIt()
    {
        var answer = await Ask(A.Password, null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await answer.JsonAsync();
        ((string?)problem["title"]).ShouldBe("log-in-code-asked");
        ((string)problem["detail"]!).ShouldContain("twoFactorCode");
    }

    [Fact]
    public async Task Token_WrongPasswordWithARightCode_TellsNothingOfTheCode()
    {
        var answer = await Ask("een-ander-wachtwoord", _app.Code);

        ((string?)(await answer.JsonAsync())["title"]).ShouldBe("log-in-failed");
        (await Ask(A.Password, _app.Code)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Token_WithTheCode_IsGivenOnce()
    {
        (await Ask(A.Password, _app.Code)).StatusCode.ShouldBe(HttpStatusCode.OK);

        ((string?)(await (await Ask(A.Password, _app.Code)).JsonAsync())["title"]).ShouldBe("factor-code-used");
        (await Ask(A.Password, _codes[3])).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task<Page> FirstStepAsync(Browser browser) => As(_officer).FirstStepAsync(browser);

    private async Task<HttpResponseMessage> FirstStepAnswerAsync()
    {
        var client = Host.CreateClient(new() { BaseAddress = Person.Address, AllowAutoRedirect = false });
        var page = await new Browser(client).OpenAsync("/inloggen");
        var token = page.Find("form[action='/inloggen'] [name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await client.PostAsync(
            new Uri("/inloggen", UriKind.Relative),
            new FormUrlEncodedContent([new("UserName", _officer.UserName), new("Password", A.Password), new("__RequestVerificationToken", token)]), Cancel);
    }

    private static string CookieOf(HttpResponseMessage answer, string name) =>
        answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith($"{name}=", StringComparison.Ordinal)).Split(';')[0][(name.Length + 1)..];

    private Task<HttpResponseMessage> Ask(string password, string? twoFactorCode) =>
        Host.CreateClient(new() { BaseAddress = Person.Address }).PostAsync("/api/v1/auth/token", new { userName = _officer.UserName, password, twoFactorCode });

    private async Task<List<(string, string?)>> OutcomesAsync() => (await Read(db => db.AuditEntries.Where(e => e.Kind == AuditKind.SignIn).OrderBy(e => e.Id)
        .Select(e => new { e.Action, e.Detail }).ToListAsync(Cancel))).Skip(1).Select(e => (e.Action, e.Detail)).ToList();
}
