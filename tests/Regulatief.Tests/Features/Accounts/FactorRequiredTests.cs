using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Tests.Features.RiskSignals;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>Outside Development: who works here sets up a second factor straight after the password, and does nothing else until then.</summary>
public sealed class FactorRequiredTests(FactorHost host) : SignalTest(host), IClassFixture<FactorHost>
{
    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Coordinator)]
    [InlineData(AccountRole.Manager)]
    [InlineData(AccountRole.PrivacyOfficer)]
    [InlineData(AccountRole.Designer)]
    [InlineData(AccountRole.Administrator)]
    public async Task LogIn_WhoMustHaveOne_IsLedToSetItUp(AccountRole role)
    {
        var account = await Given(A.Account(role));

        var browser = await As(account).BrowseAsync();

        foreach (var url in new[] { "/", "/trajecten", "/accounts", "/mijn-account", "/mijn-account/tokens", "/ontwerper/token" })
            (await browser.OpenAsync(url)).Url.AbsolutePath.ShouldBe("/mijn-account/tweede-factor");
        var answer = await As(account).ApiWith(null).PostAsync("/api/v1/auth/token", new { userName = account.UserName, password = A.Password });
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        ((string?)(await answer.JsonAsync())["title"]).ShouldBe("factor-to-set-up");
    }

    [Theory, InlineData(AccountRole.Volunteer), InlineData(AccountRole.Client)]
    public async Task LogIn_VolunteerOrClient_IsOfferedOne(AccountRole role)
    {
        var browser = await As(role == AccountRole.Client ? Case.Client! : Case.Volunteer.Account).BrowseAsync();

        (await browser.OpenAsync("/mijn-account")).Text.ShouldContain("Tweede factor instellen");
    }

    [Fact]
    public async Task SetUp_OnceDone_LeadsToWhereOneWanted()
    {
        var browser = As(Case.Officer).Browser();
        var logIn = await browser.OpenAsync($"/trajecten/{Case.Id}");
        var setUp = await browser.SubmitAsync(logIn, new() { ["UserName"] = Case.Officer.UserName, ["Password"] = A.Password });

        var codes = await browser.SubmitAsync(setUp, new() { ["Form.Code"] = Authenticator.On(setUp, Clock).Code });

        codes.Heading.ShouldBe("Herstelcodes");
        codes.Find("main .actions a")!.GetAttribute("href").ShouldBe($"/trajecten/{Case.Id}");
        (await browser.OpenAsync($"/trajecten/{Case.Id}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task SetUp_LongAfterThePassword_AsksForItAgain()
    {
        var browser = await As(Case.Officer).BrowseAsync();
        Clock.Advance(Session.FactorIsFreshFor);

        var asked = await browser.OpenAsync("/trajecten");

        asked.Url.AbsolutePath.ShouldBe("/bevestigen");
        (await browser.SubmitAsync(asked, new() { ["Password"] = A.Password })).Url.AbsolutePath.ShouldBe("/mijn-account/tweede-factor");
    }

    [Fact]
    public async Task LogOut_WithoutAFactor_Works()
    {
        var browser = await As(Case.Officer).BrowseAsync();

        var page = await browser.SubmitAsync(await browser.OpenAsync("/"), form: "form[action='/uitloggen']");

        page.Path.ShouldBe("/inloggen");
    }

    [Fact]
    public async Task RemoveFactorCommand_TheLastOfWhoMustHaveOne_IsRefused()
    {
        var browser = await As(Case.Officer).BrowseAsync();
        await Authenticator.SetUpAsync(browser, Clock);

        var page = await browser.SubmitAsync(await browser.OpenAsync("/mijn-account/tweede-factor"), form: "form[action='/mijn-account/tweede-factor/verwijderen']");

        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Text.ShouldContain("Voeg eerst een andere toe");
        (await browser.OpenAsync("/trajecten")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task TakeAwayFactorCommand_TheyAreLedToSetUpAnother()
    {
        await Authenticator.SetUpAsync(await As(Case.Officer).BrowseAsync(), Clock);

        await As(await Given(A.Account(AccountRole.Administrator))).SendAsync(new TakeAwayFactorCommand(Case.Officer.Id, FactorLoss.Lost, true));

        (await (await As(Case.Officer).BrowseAsync()).OpenAsync("/trajecten")).Url.AbsolutePath.ShouldBe("/mijn-account/tweede-factor");
    }

    // Who has no second factor shows the password again, and what was typed goes on.
    [Fact]
    public async Task ShareRiskSignal_AcuteDangerLongAfterTheLogIn_AsksThePasswordAndGoesOn()
    {
        var browser = await Volunteer.BrowseAsync();
        var page = await browser.OpenAsync($"/signalen/{Signal}");
        Clock.Advance(Session.FactorIsFreshFor);

        var asked = await browser.SubmitAsync(
            page, new() { ["Share.Exception.Ground"] = "AcuteDanger", ["Share.Recipient"] = "Professional", ["Share.Exception.Reason"] = "Hij dreigt vanavond iemand iets aan te doen." });

        asked.Url.AbsolutePath.ShouldBe("/bevestigen");
        (await Read(db => db.Disclosures.AnyAsync(Cancel))).ShouldBeFalse();
        var goOn = await browser.SubmitAsync(asked, new() { ["Password"] = A.Password });
        goOn.Text.ShouldContain("Hij dreigt vanavond iemand iets aan te doen.");
        (await browser.SubmitAsync(goOn, form: $"form[action='/signalen/{Signal}/delen']")).Status.ShouldBe(HttpStatusCode.OK);
        (await Read(db => db.Disclosures.SingleAsync(Cancel))).IsException.ShouldBeTrue();
    }

    [Fact]
    public async Task ShareRiskSignal_AsAgreedLongAfterTheLogIn_AsksNothing()
    {
        await Agree();
        await Discuss(CaseRole.Professional);
        var api = await Volunteer.ApiAsync();
        Clock.Advance(Session.FactorIsFreshFor);

        (await api.PostAsync($"/api/v1/risk-signals/{Signal}/share", new { recipient = "Professional" })).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ShareRiskSignal_AcuteDangerByTheApi_IsAskedForThePassword()
    {
        var api = await Volunteer.ApiAsync();
        Clock.Advance(Session.FactorIsFreshFor);
        var danger = new { recipient = "Professional", exception = new { ground = "AcuteDanger", reason = "Hij dreigt vanavond iemand iets aan te doen." } };

        var answer = await api.PostAsync($"/api/v1/risk-signals/{Signal}/share", danger);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        ((string?)(await answer.JsonAsync())["title"]).ShouldBe("factor-asked");
        (await api.PostAsync("/api/v1/auth/factor", new { password = A.Password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await api.PostAsync($"/api/v1/risk-signals/{Signal}/share", danger)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task RemoveFactorCommand_OfAVolunteer_IsTheirChoice()
    {
        var browser = await Volunteer.BrowseAsync();
        await Authenticator.SetUpAsync(browser, Clock);

        (await browser.SubmitAsync(await browser.OpenAsync("/mijn-account/tweede-factor"), form: "form[action='/mijn-account/tweede-factor/verwijderen']")).Text.ShouldContain("Dat is verwijderd.");
    }
}
