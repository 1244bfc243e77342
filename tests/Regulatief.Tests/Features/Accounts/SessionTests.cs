using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>A cookie or token is worth what its session is worth, tried with the old cookie and the old token.</summary>
public sealed class SessionTests(SqliteHost host) : FeatureTest(host)
{
    private Account _officer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _officer = await Given(A.ProbationOfficer());
    }

    [Fact]
    public async Task Session_AfterHalfAnHourWithoutAClick_HasEnded()
    {
        var browser = await As(_officer).BrowseAsync();

        Clock.Advance(Session.Idle - TimeSpan.FromMinutes(1));
        (await browser.OpenAsync("/")).Path.ShouldBe("/");
        Clock.Advance(Session.Idle - TimeSpan.FromMinutes(1));
        (await browser.OpenAsync("/")).Path.ShouldBe("/");
        Clock.Advance(Session.Idle);

        (await browser.OpenAsync("/")).Url.AbsolutePath.ShouldBe("/inloggen");
    }

    [Fact]
    public async Task EndSessionsOf_ByAnAdministrator_EndsEveryCookieAndToken()
    {
        var (browser, api) = (await As(_officer).BrowseAsync(), await As(_officer).ApiAsync());
        var administrator = await As(await Given(A.Account(AccountRole.Administrator))).BrowseAsync();

        var page = await administrator.SubmitAsync(await administrator.OpenAsync($"/accounts/{_officer.Id}"), form: "form[action$='/sessies']");

        page.Text.ShouldContain("Deze persoon is nergens ingelogd.");
        (await browser.OpenAsync("/")).Url.AbsolutePath.ShouldBe("/inloggen");
        (await api.GetAsync("/api/v1/tasks", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task EndSessionsOf_AnybodyButAnAdministrator_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(_officer).SendAsync(new EndSessionsOfCommand(_officer.Id)))).Code.ShouldBe("role-may-not");

    [Fact]
    public async Task LogIn_InABrowserThatIsLoggedIn_EndsTheSessionBefore()
    {
        var browser = await As(_officer).BrowseAsync();

        var page = await browser.SubmitAsync(await browser.OpenAsync("/inloggen"), new() { ["UserName"] = _officer.UserName, ["Password"] = A.Password });

        page.Path.ShouldBe("/");
        (await Read(db => db.Sessions.OrderBy(s => s.StartedAt).ThenBy(s => s.Id).Select(s => s.EndedAt != null).ToListAsync(Cancel))).ShouldBe([true, false], ignoreOrder: true);
    }

    [Fact]
    public async Task Session_HoweverBusy_EndsAfterTenHours()
    {
        var browser = await As(_officer).BrowseAsync();

        for (var passed = TimeSpan.Zero; passed < Session.LongestOfPages; passed += TimeSpan.FromMinutes(20))
        {
            (await browser.OpenAsync("/")).Path.ShouldBe("/");
            Clock.Advance(TimeSpan.FromMinutes(20));
        }

        (await browser.OpenAsync("/")).Url.AbsolutePath.ShouldBe("/inloggen");
    }

    [Fact]
    public async Task DeactivateAccount_EndsTheTokenThatWasGiven()
    {
        var api = await As(_officer).ApiAsync();

        await As(await Given(A.Account(AccountRole.Administrator))).SendAsync(new DeactivateAccountCommand(_officer.Id));

        (await api.GetAsync(new Uri("/api/v1/tasks", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Read(db => db.Sessions.SingleAsync(Cancel))).EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task EndSessionsCommand_OfSomebodyElse_IsNotFound()
    {
        await As(await Given(A.Coordinator())).BrowseAsync();
        var theirs = await Read(db => db.Sessions.SingleAsync(Cancel));

        await Should.ThrowAsync<NotFoundException>(As(_officer).SendAsync(new EndSessionsCommand(theirs.Id)));
    }

    [Fact]
    public async Task EndSessionsCommand_OneOnThePage_EndsThatDevice()
    {
        var (here, there) = (await As(_officer).BrowseAsync(), await As(_officer).BrowseAsync());

        var page = await here.SubmitAsync(await here.OpenAsync("/mijn-account"), form: "form[action$='/beeindigen']:not([action='/mijn-account/sessies/beeindigen'])");

        page.Text.ShouldContain("Dat apparaat is uitgelogd.");
        (await IsOpenAsync(here)).ShouldBeTrue();
        (await IsOpenAsync(there)).ShouldBeFalse();
    }

    [Fact]
    public async Task EndSessionsCommand_AllOthers_LeavesTheOneThatAsks()
    {
        var (here, there, api) = (await As(_officer).BrowseAsync(), await As(_officer).BrowseAsync(), await As(_officer).ApiAsync());

        await here.SubmitAsync(await here.OpenAsync("/mijn-account"), form: "form[action='/mijn-account/sessies/beeindigen']");

        (await IsOpenAsync(here)).ShouldBeTrue();
        (await IsOpenAsync(there)).ShouldBeFalse();
        (await api.GetAsync(new Uri("/api/v1/tasks", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ACookieOfBeforeSessions_IsAskedToLogInAgain()
    {
        var api = await As(_officer).ApiAsync();
        await Read(db => db.Sessions.ExecuteDeleteAsync(Cancel));

        (await api.GetAsync(new Uri("/api/v1/tasks", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<bool> IsOpenAsync(Browser browser) => (await browser.OpenAsync("/")).Url.AbsolutePath == "/";
}
