using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>What asks for more than a log-in, of who has a second factor: by page, API and Studio.</summary>
public sealed class StepUpTests(SqliteHost host) : FeatureTest(host)
{
    private Account _administrator = null!;
    private Account _manager = null!;
    private Browser _browser = null!;
    private Authenticator _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_administrator, _manager) = (await Given(A.Account(AccountRole.Administrator)), await Given(A.Account(AccountRole.Manager)));
        _browser = await As(_administrator).BrowseAsync();
        (_app, _, _) = await Authenticator.SetUpAsync(_browser, Clock);
    }

    [Fact]
    public async Task Page_WithinTenMinutes_GoesOn()
    {
        Clock.Advance(Session.FactorIsFreshFor - TimeSpan.FromSeconds(1));

        (await DeactivateAsync()).Path.ShouldBe("/accounts");

        (await IsActiveAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Page_AfterTenMinutes_AsksAndGoesOnWithTheForm()
    {
        Clock.Advance(Session.FactorIsFreshFor);

        var asked = await DeactivateAsync();

        asked.Url.AbsolutePath.ShouldBe("/bevestigen");
        (await IsActiveAsync()).ShouldBeTrue();
        var goOn = await _browser.SubmitAsync(asked, new() { ["Code"] = _app.Code });
        goOn.Heading.ShouldBe("U kunt verder");
        (await _browser.SubmitAsync(goOn, form: "form[action$='/afsluiten']")).Path.ShouldBe("/accounts");
        (await IsActiveAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Page_FormWithWords_StandsThereAfterwards()
    {
        var form = await _browser.OpenAsync("/accounts");
        Clock.Advance(Session.FactorIsFreshFor);
        var asked = await _browser.SubmitAsync(form, new() { ["Form.Role"] = "Manager", ["Form.FirstName"] = "Omar", ["Form.LastName"] = "van der Zegers", ["Form.UserName"] = "omar" });

        var goOn = await _browser.SubmitAsync(asked, new() { ["Code"] = _app.Code });
        goOn.Text.ShouldContain("van der Zegers");
        var made = await _browser.SubmitAsync(goOn, form: "form[action='/accounts']");

        made.Find(".one-time").ShouldNotBeNull();
    }

    [Fact]
    public async Task ConfirmPageQuery_SaysWhatCanBeShown()
    {
        (await As(_administrator).SendAsync(new ConfirmPageQuery())).ShouldBe(new ConfirmKinds(_administrator.UserName!, HasFactor: true, HasAuthenticator: true, HasPasskeys: false, IsAtFederation: false));
        (await As(_manager).SendAsync(new ConfirmPageQuery())).HasFactor.ShouldBeFalse();
    }

    [Fact]
    public async Task ConfirmFactorCommand_Nothing_TellsTheField() =>
        (await Should.ThrowAsync<ValidationException>(As(_administrator).SendAsync(new ConfirmFactorCommand()))).Errors.Select(e => e.PropertyName).ShouldBe(["Code"]);

    [Fact]
    public async Task ConfirmFactorCommand_WrongCode_DoesNotOpenItAndIsCounted()
    {
        Clock.Advance(Session.FactorIsFreshFor);
        var asked = await DeactivateAsync();

        var again = await _browser.SubmitAsync(asked, new() { ["Code"] = "000000" });

        again.Status.ShouldBe(HttpStatusCode.Conflict);
        again.Text.ShouldContain("Deze code klopt niet.");
        (await DeactivateAsync()).Url.AbsolutePath.ShouldBe("/bevestigen");
        (await Read(db => db.Accounts.SingleAsync(a => a.Id == _administrator.Id, Cancel))).WrongCodeCount.ShouldBe(1);
        (await Read(db => db.AuditEntries.SingleAsync(e => e.Action == nameof(ConfirmFactorCommand), Cancel))).Detail.ShouldBe("CodeWrong");
    }

    [Fact]
    public async Task ConfirmFactorCommand_PasswordOfWhoHasAFactor_IsRefused()
    {
        Clock.Advance(Session.FactorIsFreshFor);
        var asked = await DeactivateAsync();
        asked.Find("[name=Password]").ShouldBeNull();

        var again = await _browser.SubmitAsync(asked, new() { ["Code"] = null, ["Password"] = A.Password }, "form[action='/bevestigen']");

        again.Status.ShouldBe(HttpStatusCode.Conflict);
        (await DeactivateAsync()).Url.AbsolutePath.ShouldBe("/bevestigen");
    }

    [Fact]
    public async Task ConfirmFactorCommand_OfAnotherSession_OpensOnlyThat()
    {
        var elsewhere = await As(_administrator).BrowseWithAsync(_app.NextCode());
        Clock.Advance(Session.FactorIsFreshFor);
        await elsewhere.SubmitAsync(await elsewhere.OpenAsync("/bevestigen"), new() { ["Code"] = _app.Code });

        (await DeactivateAsync()).Url.AbsolutePath.ShouldBe("/bevestigen");
    }

    [Fact]
    public async Task ConfirmPageQuery_ReturnToAnotherSite_GoesHome()
    {
        var page = await _browser.OpenAsync("/bevestigen?terug=https%3A%2F%2Felders.nl%2F");

        (await _browser.SubmitAsync(page, new() { ["Code"] = _app.NextCode() })).Url.Host.ShouldBe("localhost");
    }

    [Fact]
    public async Task ConfirmPageQuery_WithoutAFactor_AsksThePassword()
    {
        var browser = await As(_manager).BrowseAsync();

        var page = await browser.OpenAsync("/bevestigen");

        page.Find("[name=Code]").ShouldBeNull();
        (await browser.SubmitAsync(page, new() { ["Password"] = "een-ander-wachtwoord" })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await browser.SubmitAsync(page, new() { ["Password"] = "" })).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.SubmitAsync(await browser.OpenAsync("/bevestigen?terug=/mijn-account"), new() { ["Password"] = A.Password })).Path.ShouldBe("/mijn-account");
    }

    [Fact]
    public async Task Studio_AfterTenMinutes_IsToldHowAndGoesOn()
    {
        var designer = await Given(A.Account(AccountRole.Designer));
        var (app, _, _) = await Authenticator.SetUpAsync(await As(designer).BrowseAsync(), Clock);
        var api = await As(designer).ApiAsync(app.NextCode());
        Clock.Advance(Session.FactorIsFreshFor);

        var answer = await api.PostAsync("/elsa/api/workflow-definitions/geen/publish", new { });

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var problem = await answer.JsonAsync();
        ((string?)problem["title"]).ShouldBe("factor-asked");
        ((string)problem["detail"]!).ShouldContain("/bevestigen");
        (await api.PostAsync("/api/v1/auth/factor", new { twoFactorCode = "000000" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await api.PostAsync("/api/v1/auth/factor", new { twoFactorCode = app.Code })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await api.PostAsync("/elsa/api/workflow-definitions/geen/publish", new { })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("GET", "/elsa/api/workflow-definitions/geen/export", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/elsa/api/workflow-instances/geen/export", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/elsa/api/workflow-definitions/by-definition-id/geen", HttpStatusCode.NotFound)]
    public async Task Studio_ExportAfterTenMinutes_IsAskedAndLookingIsNot(string method, string url, HttpStatusCode expected)
    {
        var designer = await Given(A.Account(AccountRole.Designer));
        var (app, _, _) = await Authenticator.SetUpAsync(await As(designer).BrowseAsync(), Clock);
        var api = await As(designer).ApiAsync(app.NextCode());
        Clock.Advance(Session.FactorIsFreshFor);

        (await api.SendAsync(new HttpRequestMessage(new HttpMethod(method), url), Cancel)).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Export_AfterTenMinutes_IsAskedForAndLookingIsNot()
    {
        var @case = await Given(A.Case());
        var officer = await As(@case.Officer).BrowseAsync();
        await Authenticator.SetUpAsync(officer, Clock);
        var privacy = await As(await Given(A.Account(AccountRole.PrivacyOfficer))).BrowseAsync();
        await Authenticator.SetUpAsync(privacy, Clock);
        Clock.Advance(Session.FactorIsFreshFor);

        var file = await officer.OpenAsync($"/trajecten/{@case.Id}/dossier");
        file.Status.ShouldBe(HttpStatusCode.OK);
        (await officer.SubmitAsync(file, form: "form[action$='/dossier/bestand']")).Url.AbsolutePath.ShouldBe("/bevestigen");
        var log = await privacy.OpenAsync("/inzage");
        log.Status.ShouldBe(HttpStatusCode.OK);
        (await privacy.SubmitAsync(log, form: "form[action*='/inzage/uitvoer']")).Url.AbsolutePath.ShouldBe("/bevestigen");
    }

    private async Task<Page> DeactivateAsync() =>
        await _browser.SubmitAsync(await _browser.OpenAsync("/accounts"), form: $"form[action='/accounts/{_manager.Id}/afsluiten']");

    private Task<bool> IsActiveAsync() => Read(db => db.Accounts.Where(a => a.Id == _manager.Id).Select(a => a.IsActive).SingleAsync(Cancel));
}
