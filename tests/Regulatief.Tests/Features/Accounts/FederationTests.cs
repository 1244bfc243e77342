using System.Net;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>Logging in by the organisation's own log-in, a real OpenID Connect server, tried as its owner does and as somebody who is not.</summary>
public abstract class FederatedTest<THost>(THost host) : IAsyncLifetime where THost : FederatedHost
{
    protected THost Host => host;

    protected OrganisationLogIn Organisation => host.Organisation;

    protected Account Administrator { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        await host.ResetAsync(Cancel);
        Administrator = await A.Account(AccountRole.Administrator).InAsync(host);
        (Organisation.Subject, Organisation.Roles, Organisation.Amr, Organisation.Nonce, Organisation.ProvedAt) = ("sub-sanne", ["tz"], null, null, host.Clock.GetUtcNow());
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A browser that goes to the organisation and back by itself.</summary>
    protected Browser Browser() => new(new HttpClient(new Roads(host.Server.CreateHandler(), Organisation.Handler)) { BaseAddress = Person.Address });

    protected async Task<(Guid Id, string Code)> InvitedAsync(AccountRole role = AccountRole.ProbationOfficer, string userName = "sanne")
    {
        var made = await host.As(Administrator).SendAsync(new CreateAccountCommand { Role = role, FirstName = "Sanne", LastName = "de Vries", UserName = userName });
        return (made.AccountId, made.Code!);
    }

    protected async Task<(Guid Id, Browser Browser)> LinkedAsync(AccountRole role = AccountRole.ProbationOfficer)
    {
        var (id, code) = await InvitedAsync(role);
        var browser = Browser();
        var page = await browser.OpenAsync($"/uitnodiging/{code}/organisatie");
        page.Path.ShouldBe("/", page.Text);
        return (id, browser);
    }

    protected Task<List<AccountRole>> RolesAsync(Guid id) =>
        host.ReadAsync(db => db.Accounts.Where(a => a.Id == id).SelectMany(a => a.Roles).Select(r => r.Role).OrderBy(role => role).ToListAsync(Cancel));

    protected Task<Account> AccountAsync(Guid id) => host.ReadAsync(db => db.Accounts.AsNoTracking().SingleAsync(a => a.Id == id, Cancel));

    protected Task<List<string?>> OutcomesAsync() => host.ReadAsync(db => db.AuditEntries
        .Where(e => e.Kind == AuditKind.SignIn && e.Action == nameof(LogInFederatedCommand)).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => e.Detail).ToListAsync(Cancel));

    protected Task<List<Session>> SessionsAsync() => host.ReadAsync(db => db.Sessions.Lasting(host.Clock.GetUtcNow()).ToListAsync(Cancel));

    /// <summary>To the organisation what is the organisation's; with cookies and redirects as in a browser.</summary>
    private sealed class Roads : DelegatingHandler
    {
        public Roads(HttpMessageHandler product, HttpMessageHandler organisation) =>
            InnerHandler = new RedirectHandler(15) { InnerHandler = new Fork(new CookieContainerHandler { InnerHandler = product }, organisation) };
    }

    private sealed class Fork(HttpMessageHandler product, HttpMessageHandler organisation) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _product = new(product);
        private readonly HttpMessageInvoker _organisation = new(organisation);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            (request.RequestUri!.Host == Person.Address.Host ? _product : _organisation).SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _product.Dispose();
            _organisation.Dispose();
            base.Dispose(disposing);
        }
    }
}

public sealed class FederationTests(FederatedHost host) : FederatedTest<FederatedHost>(host), IClassFixture<FederatedHost>
{
    [Fact]
    public async Task LogInFederatedCommand_NobodyHere_SaysToAskForAnInvitation()
    {
        var page = await Browser().OpenAsync("/inloggen/organisatie");

        page.Text.ShouldContain("Vraag de beheerder om een uitnodiging.");
        (await SessionsAsync()).ShouldBeEmpty();
        (await OutcomesAsync()).ShouldBe([nameof(ProofOutcome.FederationUnknown)]);
    }

    [Fact]
    public async Task Ask_TheOrganisationIsAway_SaysSo()
    {
        await using var away = Host.WithWebHostBuilder(builder => builder.ConfigureTestServices(services =>
            services.Configure<OpenIdConnectOptions>(Federation.Scheme, options => options.BackchannelHttpHandler = new Away())));

        var page = await new Browser(away.CreateClient(new() { BaseAddress = Person.Address })).OpenAsync("/inloggen/organisatie");

        page.Text.ShouldContain("niet gelukt of duurde te lang");
        (await OutcomesAsync()).ShouldBe([nameof(ProofOutcome.FederationFailed)]);
    }

    // Somebody there may choose the name, or get that of a colleague who left.
    [Fact]
    public async Task LogInFederatedCommand_NameOfAnAccountHere_OpensNothing()
    {
        await InvitedAsync(userName: "s.devries");

        (await Browser().OpenAsync("/inloggen/organisatie")).Text.ShouldContain("Vraag de beheerder om een uitnodiging.");
        (await SessionsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LogInFederatedCommand_NotLetInThere_SaysSoAndIsAudited()
    {
        Organisation.Subject = null;

        var page = await Browser().OpenAsync("/inloggen/organisatie");

        page.Text.ShouldContain("niet gelukt of duurde te lang");
        (await OutcomesAsync()).ShouldBe([nameof(ProofOutcome.FederationFailed)]);
    }

    [Fact]
    public async Task LogInFederatedCommand_AnotherNonce_IsRefused()
    {
        await LinkedAsync();
        Organisation.Nonce = "van een ander";

        (await Browser().OpenAsync("/inloggen/organisatie")).Text.ShouldContain("niet gelukt of duurde te lang");
        (await SessionsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task LogInFederatedCommand_StateOfNobody_IsRefused()
    {
        await LinkedAsync();

        (await Browser().OpenAsync("/inloggen/organisatie/terug?code=abc&state=van-een-ander")).Text.ShouldContain("niet gelukt of duurde te lang");
        (await SessionsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task LogInFederatedCommand_AnswerInTheBrowserOfSomebodyElse_IsRefused()
    {
        await LinkedAsync();
        var answer = await AnswerAsync(Steps());

        (await Browser().OpenAsync(answer.PathAndQuery)).Text.ShouldContain("niet gelukt of duurde te lang");
    }

    [Fact]
    public async Task LogInFederatedCommand_SameAnswerTwice_IsRefusedTheSecondTime()
    {
        await LinkedAsync();
        var steps = Steps();
        var answer = await AnswerAsync(steps);
        (await steps.GetAsync(answer, Cancel)).Headers.Location!.OriginalString.ShouldStartWith("/inloggen/organisatie/verder");

        (await steps.GetAsync(answer, Cancel)).Headers.Location!.OriginalString.ShouldBe(FederationController.Failed);
    }

    // The code of one, in the answer that another waits for: it was given for another proof (PKCE).
    [Fact]
    public async Task LogInFederatedCommand_CodeOfSomebodyElse_IsRefused()
    {
        await LinkedAsync();
        var (mine, theirs) = (Steps(), Steps());
        var (waited, stolen) = (await AnswerAsync(mine), await AnswerAsync(theirs));
        string PartOf(Uri answer, string name) => answer.Query.TrimStart('?').Split('&').Single(part => part.StartsWith(name + "=", StringComparison.Ordinal));

        var answer = await mine.GetAsync(new Uri($"{waited.GetLeftPart(UriPartial.Path)}?{PartOf(stolen, "code")}&{PartOf(waited, "state")}"), Cancel);

        answer.Headers.Location!.OriginalString.ShouldBe(FederationController.Failed);
    }

    [Fact]
    public async Task LogInFederatedCommand_CopyOfTheCookieThatCarriesIt_IsTakenOnce()
    {
        await LinkedAsync();
        var steps = Steps();
        var carried = await steps.GetAsync(await AnswerAsync(steps), Cancel);
        var copy = carried.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]).Where(cookie => cookie.StartsWith("__Host-regulatief-federated", StringComparison.Ordinal)).ToList();
        copy.ShouldNotBeEmpty();
        (await steps.GetAsync(new Uri(Person.Address, carried.Headers.Location!), Cancel)).Headers.Location!.OriginalString.ShouldBe("/");

        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Person.Address, carried.Headers.Location!));
        request.Headers.Add("Cookie", string.Join("; ", copy));
        (await Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false }).SendAsync(request, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task LogInFederatedCommand_FollowingAnInvitation_TiesTheAccountAndLogsIn()
    {
        var (id, code) = await InvitedAsync();
        var browser = Browser();
        var invitation = await browser.OpenAsync($"/uitnodiging/{code}");
        invitation.Find($"a[href='/uitnodiging/{code}/organisatie']").ShouldNotBeNull();

        (await browser.OpenAsync($"/uitnodiging/{code}/organisatie")).Text.ShouldContain("Sanne de Vries");

        var session = (await SessionsAsync()).ShouldHaveSingleItem();
        (session.AccountId, session.By).ShouldBe((id, LogInMeans.Federation));
        (await OutcomesAsync()).ShouldBe([nameof(ProofOutcome.Succeeded)]);
        (await Browser().OpenAsync($"/uitnodiging/{code}/organisatie")).Text.ShouldContain("gebruikt of voorbij");
    }

    [Fact]
    public async Task LogInFederatedCommand_WithNoRole_LeavesTheInvitation()
    {
        var (_, code) = await InvitedAsync();
        Organisation.Roles = ["iets anders"];

        (await Browser().OpenAsync($"/uitnodiging/{code}/organisatie")).Text.ShouldContain("geeft u geen rol in Regulatief");

        Organisation.Roles = ["toezicht"];
        (await Browser().OpenAsync($"/uitnodiging/{code}/organisatie")).Path.ShouldBe("/");
    }

    [Fact]
    public async Task LogInFederatedCommand_InvitationOfAnotherAccount_IsRefused()
    {
        await LinkedAsync();
        var (_, code) = await InvitedAsync(userName: "omar");

        (await Browser().OpenAsync($"/uitnodiging/{code}/organisatie")).Text.ShouldContain("hoort al een ander account");
    }

    [Fact]
    public async Task LogInFederatedCommand_Linked_HasNoPasswordHere()
    {
        var (id, _) = await LinkedAsync();
        Host.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = (await Host.As(Administrator).SendAsync(new InviteAgainCommand(id))).Code!;

        var page = await Browser().OpenAsync($"/uitnodiging/{again}");

        page.Find("input[name=Password]").ShouldBeNull();
        (await Should.ThrowAsync<Regulatief.Cases.CaseRuleException>(Host.SendAsync(Actor.System, new AcceptInvitationCommand(again, "zeven groene paraplu's dansen")))).Code.ShouldBe("accounts-not-local");
    }

    [Fact]
    public async Task LogInFederatedCommand_AccountThatWasClosed_IsRefused()
    {
        var (id, _) = await LinkedAsync();
        await Host.As(Administrator).SendAsync(new DeactivateAccountCommand(id));

        (await Browser().OpenAsync("/inloggen/organisatie")).Text.ShouldContain("of is het afgesloten");
    }

    [Fact]
    public async Task LogInFederatedCommand_RoleWithdrawn_EndsWhatWasOpenAndOpensNothing()
    {
        var (_, before) = await LinkedAsync();
        Organisation.Roles = [];

        (await Browser().OpenAsync("/inloggen/organisatie")).Text.ShouldContain("geeft u geen rol in Regulatief");

        (await SessionsAsync()).ShouldBeEmpty();
        (await before.OpenAsync("/trajecten")).Url.AbsolutePath.ShouldBe("/inloggen");
    }

    [Fact]
    public async Task LogInFederatedCommand_AnotherRole_IsGivenAndTold()
    {
        var (id, _) = await LinkedAsync();
        Organisation.Roles = ["leiding", "client"];

        (await Browser().OpenAsync("/inloggen/organisatie")).Url.AbsolutePath.ShouldNotBe("/inloggen/organisatie/verder");

        (await RolesAsync(id)).ShouldBe([AccountRole.Manager]);
        (await SessionsAsync()).ShouldHaveSingleItem();
        (await Host.ReadAsync(db => db.Notices.Where(n => n.Kind == NoticeKind.RoleChanged).Select(n => n.AccountId).ToListAsync(Cancel))).ShouldBe([Administrator.Id, id], ignoreOrder: true);
    }

    [Fact]
    public async Task LogInFederatedCommand_AnotherRoleWithOpenCases_SaysToHandThemOver()
    {
        var (id, _) = await LinkedAsync();
        var officer = await AccountAsync(id);
        await A.Case().LedBy(officer).InAsync(Host);
        Organisation.Roles = ["leiding"];

        (await Browser().OpenAsync("/inloggen/organisatie")).Text.ShouldContain("staan nog trajecten of een project op uw naam");

        (await RolesAsync(id)).ShouldBe([AccountRole.ProbationOfficer]);
        (await SessionsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LogInFederatedCommand_SeveralRoles_GivesAllAndBeginsInTheOneOfLastTime()
    {
        Organisation.Roles = ["tz", "leiding", "client", "vrijwilliger"];
        var (id, before) = await LinkedAsync();
        (await RolesAsync(id)).ShouldBe([AccountRole.ProbationOfficer, AccountRole.Manager], ignoreOrder: true);
        await before.SubmitAsync(await before.OpenAsync("/"), form: "form[action='/mijn-account/rol']", button: ("role", nameof(AccountRole.Manager)));
        Host.Clock.Advance(TimeSpan.FromMinutes(1));

        (await Browser().OpenAsync("/inloggen/organisatie")).Path.ShouldBe("/rapportage");

        (await SessionsAsync()).OrderBy(s => s.StartedAt).Select(s => s.Role).ShouldBe([AccountRole.Manager, AccountRole.Manager]);
    }

    // What the others act in goes on.
    [Fact]
    public async Task LogInFederatedCommand_OneOfMoreRolesWithdrawn_EndsWhatActsInIt()
    {
        Organisation.Roles = ["tz", "leiding"];
        var (id, _) = await LinkedAsync();
        await Host.ReadAsync(db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.Role, AccountRole.ProbationOfficer), Cancel));
        Organisation.Roles = ["leiding"];

        (await Browser().OpenAsync("/inloggen/organisatie")).Path.ShouldBe("/rapportage");

        (await RolesAsync(id)).ShouldBe([AccountRole.Manager]);
        (await SessionsAsync()).ShouldHaveSingleItem().Role.ShouldBe(AccountRole.Manager);
        (await Host.ReadAsync(db => db.AuditEntries.Where(e => e.Action == nameof(LogInFederatedCommand) && e.Kind == AuditKind.Change).Select(e => e.Detail).ToListAsync(Cancel)))
            .ShouldBe(["Linked", "+Manager", "-ProbationOfficer"], ignoreOrder: true);
    }

    // Nobody becomes a client by a claim, an administrator least of all.
    [Fact]
    public async Task LogInFederatedCommand_RoleOfAClientAlone_IsNone()
    {
        var (id, code) = await InvitedAsync(AccountRole.Administrator);
        Organisation.Roles = ["client"];

        (await Browser().OpenAsync($"/uitnodiging/{code}/organisatie")).Text.ShouldContain("geeft u geen rol in Regulatief");
        (await RolesAsync(id)).ShouldBe([AccountRole.Administrator]);
    }

    [Fact]
    public async Task LogInFederatedCommand_OwnSecondFactor_IsAskedUnlessItsWordIsTaken()
    {
        var (id, browser) = await LinkedAsync();
        await Authenticator.SetUpAsync(browser, Host.Clock);

        (await Browser().OpenAsync("/inloggen/organisatie")).Url.AbsolutePath.ShouldBe("/inloggen/tweede-stap");
        Organisation.Amr = "pwd";
        (await Browser().OpenAsync("/inloggen/organisatie")).Url.AbsolutePath.ShouldBe("/inloggen/tweede-stap");
        Organisation.Amr = "mfa";
        (await Browser().OpenAsync("/inloggen/organisatie")).Path.ShouldBe("/");

        (await SessionsAsync()).ShouldContain(session => session.AccountId == id && session.By == LogInMeans.FederationFactor);
    }

    [Fact]
    public async Task FinishLogInCommand_AfterTheOrganisation_KnowsByWhatOneLoggedIn()
    {
        var (_, browser) = await LinkedAsync();
        var (app, _, _) = await Authenticator.SetUpAsync(browser, Host.Clock);
        Host.Clock.Advance(Authenticator.Step);
        var second = Browser();

        (await second.SubmitAsync(await second.OpenAsync("/inloggen/organisatie"), new() { ["Code"] = app.Code })).Path.ShouldBe("/");

        (await SessionsAsync()).ShouldAllBe(session => session.By == LogInMeans.Federation);
        (await SessionsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task ConfirmFederatedCommand_ProvedAnew_IsFreshAgain()
    {
        Organisation.Amr = "mfa";
        var (id, browser) = await LinkedAsync();
        Host.Clock.Advance(TimeSpan.FromMinutes(20));
        var page = await browser.OpenAsync("/bevestigen?terug=/mijn-account");
        page.Find("input[name=Password]").ShouldBeNull();
        var link = page.Find("main a[href^='/bevestigen/organisatie']")!.GetAttribute("href")!;
        Organisation.ProvedAt = Host.Clock.GetUtcNow();

        (await browser.OpenAsync(link)).Path.ShouldBe("/mijn-account");

        (Organisation.Asked!.Prompt, Organisation.Asked.MaxAge).ShouldBe(("login", 0));
        (await SessionsAsync()).Single(s => s.AccountId == id).FactorAt.ShouldBe(Host.Clock.GetUtcNow());
    }

    [Fact]
    public async Task ConfirmFederatedCommand_ProvedThisMorning_IsRefused()
    {
        var (_, browser) = await LinkedAsync();
        Host.Clock.Advance(TimeSpan.FromMinutes(20));

        var page = await browser.OpenAsync("/bevestigen/organisatie?terug=/");

        page.Text.ShouldContain("Niet bevestigd.");
        (await SessionsAsync()).ShouldHaveSingleItem().FactorAt.ShouldNotBe(Host.Clock.GetUtcNow());
    }

    [Fact]
    public async Task ConfirmFederatedCommand_SomebodyElse_IsRefused()
    {
        var (_, browser) = await LinkedAsync();
        Organisation.Subject = "sub-omar";

        (await browser.OpenAsync("/bevestigen/organisatie?terug=/")).Text.ShouldContain("Niet bevestigd.");
    }

    [Fact]
    public async Task LogOutCommand_OfALogInThere_EndsItThereToo()
    {
        var (_, browser) = await LinkedAsync();
        var before = Organisation.LoggedOut;

        var page = await browser.SubmitAsync(await browser.OpenAsync("/"), form: "form[action='/uitloggen']");

        page.Url.AbsolutePath.ShouldBe("/inloggen");
        Organisation.LoggedOut.ShouldBe(before + 1);
        (await SessionsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ask_LedThereByAnotherSite_ShowsTheLogInPage()
    {
        await LinkedAsync();
        var browser = Browser();
        browser.Http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        (await browser.OpenAsync("/inloggen/organisatie?terug=/trajecten")).Path.ShouldBe("/inloggen?terug=%2Ftrajecten");
        (await SessionsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Pages_MayHaveAFormLeadToTheOrganisation() =>
        (await Host.CreateClient(new() { BaseAddress = Person.Address }).GetAsync(new Uri("/inloggen", UriKind.Relative), Cancel)).Headers.GetValues("Content-Security-Policy").Single()
            .ShouldContain("form-action 'self' https://inloggen.test");

    private sealed class Away : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new HttpRequestException("It is away.");
    }

    private HttpClient Steps() => Host.CreateDefaultClient(Person.Address, new CookieContainerHandler());

    /// <summary>Where the organisation sends the browser back to, which has not gone there yet.</summary>
    private async Task<Uri> AnswerAsync(HttpClient steps)
    {
        var leave = (await steps.GetAsync(new Uri("/inloggen/organisatie", UriKind.Relative), Cancel)).Headers.Location!;
        using var organisation = new HttpMessageInvoker(Organisation.Handler);
        return (await organisation.SendAsync(new HttpRequestMessage(HttpMethod.Get, leave), Cancel)).Headers.Location!;
    }
}

public sealed class FederatedOnlyTests(FederatedOnlyHost host) : FederatedTest<FederatedOnlyHost>(host), IClassFixture<FederatedOnlyHost>
{
    [Fact]
    public async Task LogInCommand_WithAPassword_SaysWhereOneLogsIn()
    {
        var page = await Browser().OpenAsync("/inloggen");
        page.Find("input[name=Password]").ShouldBeNull();
        page.Text.ShouldContain("Inloggen gaat hier met het account van uw organisatie");

        var answer = await Host.CreateClient(new() { BaseAddress = Person.Address }).PostAsync("/api/v1/auth/token", new { userName = Administrator.UserName, password = A.Password });

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        ((string?)(await answer.JsonAsync())["title"]).ShouldBe("accounts-not-local");
        (await SessionsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task AcceptInvitationCommand_WithAPassword_IsRefused()
    {
        var (_, code) = await InvitedAsync();

        (await Browser().OpenAsync($"/uitnodiging/{code}")).Find("input[name=Password]").ShouldBeNull();
        (await Should.ThrowAsync<Regulatief.Cases.CaseRuleException>(Host.SendAsync(Actor.System, new AcceptInvitationCommand(code, "zeven groene paraplu's dansen")))).Code.ShouldBe("accounts-not-local");
    }

    [Fact]
    public async Task ChangePasswordCommand_OfWhoHasOneStill_IsRefused() =>
        (await Should.ThrowAsync<Regulatief.Cases.CaseRuleException>(Host.As(Administrator).SendAsync(new ChangePasswordCommand { CurrentPassword = A.Password, Password = "zeven groene paraplu's dansen" })))
            .Code.ShouldBe("accounts-not-local");

    [Fact]
    public async Task LogInFederatedCommand_FirstAdministrator_IsWhomTheOrganisationGivesThatRole()
    {
        await Host.ResetAsync(Cancel);
        (await Browser().OpenAsync("/inloggen/organisatie")).Text.ShouldContain("Vraag de beheerder om een uitnodiging.");
        Organisation.Roles = ["beheer"];

        (await Browser().OpenAsync("/inloggen/organisatie")).Text.ShouldContain("Sanne de Vries");

        var account = await Host.ReadAsync(db => db.Accounts.SingleAsync(Cancel));
        (account.FirstRole, account.UserName, account.PasswordHash).ShouldBe((AccountRole.Administrator, "s.devries", null));
        Organisation.Subject = "sub-omar";
        (await Browser().OpenAsync("/inloggen/organisatie")).Text.ShouldContain("Vraag de beheerder om een uitnodiging.");
    }
}
