using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.Accounts;

public sealed class LogInTests(SqliteHost host) : FeatureTest(host)
{
    [Theory]
    [InlineData("niemand", A.Password)]
    [InlineData("ProbationOfficer", "een-ander-wachtwoord")]
    public async Task LogIn_UnknownNameOrWrongPassword_IsRefusedAlike(string userName, string password)
    {
        var officer = await Given(A.ProbationOfficer());

        var answer = await Ask(userName == "niemand" ? userName : officer.UserName, password);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        ((string?)(await answer.JsonAsync())["title"]).ShouldBe("log-in-failed");
    }

    [Fact]
    public async Task LogIn_AccountThatWasClosed_IsRefusedAlike()
    {
        var closed = await Given(A.ProbationOfficer().Deactivated());

        var answer = await Ask(closed.UserName, A.Password);

        ((string?)(await answer.JsonAsync())["title"]).ShouldBe("log-in-failed");
    }

    [Fact]
    public async Task LogIn_WithoutAPassword_TellsTheField()
    {
        var answer = await Ask("iemand", "");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync())["errors"]!["Password"].ShouldNotBeNull();
    }

    [Fact]
    public async Task LogIn_AfterFiveWrongPasswords_WaitsLongerEachTimeAndNeverMoreThanAQuarter()
    {
        var officer = await Given(A.ProbationOfficer());
        for (var i = 0; i < 5; i++) await Ask(officer.UserName, "een-ander-wachtwoord");

        ((string?)(await (await Ask(officer.UserName, A.Password)).JsonAsync())["title"]).ShouldBe("log-in-locked");
        for (var i = 0; i < 30; i++)
        {
            Clock.Advance(TimeSpan.FromMinutes(15));
            await Ask(officer.UserName, "een-ander-wachtwoord");
        }

        Clock.Advance(TimeSpan.FromMinutes(15));
        (await Ask(officer.UserName, A.Password)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task LogIn_OnAKnownDevice_GoesOnWhileSomebodyElseGuesses()
    {
        var officer = await Given(A.ProbationOfficer());
        var browser = await As(officer).BrowseAsync();
        await browser.SubmitAsync(await browser.OpenAsync("/"), form: "form[action='/uitloggen']");
        for (var i = 0; i < 8; i++) await Ask(officer.UserName, "een-ander-wachtwoord");

        var page = await browser.SubmitAsync(await browser.OpenAsync("/inloggen"), new() { ["UserName"] = officer.UserName, ["Password"] = A.Password });

        page.Path.ShouldBe("/");
    }

    [Fact]
    public async Task LogIn_DeviceKnownOfSomebodyElse_WaitsAsAnyOther()
    {
        var officer = await Given(A.ProbationOfficer());
        var browser = await As(await Given(A.ProbationOfficer())).BrowseAsync();
        await browser.SubmitAsync(await browser.OpenAsync("/"), form: "form[action='/uitloggen']");
        for (var i = 0; i < 8; i++) await Ask(officer.UserName, "een-ander-wachtwoord");

        var page = await browser.SubmitAsync(await browser.OpenAsync("/inloggen"), new() { ["UserName"] = officer.UserName, ["Password"] = A.Password });

        page.Path.ShouldBe("/inloggen");
    }

    [Fact]
    public async Task LogIn_EveryTry_LeavesARow()
    {
        var officer = await Given(A.ProbationOfficer());

        await Ask("niemand", A.Password);
        await Ask(officer.UserName, "een-ander-wachtwoord");
        await Ask(officer.UserName, A.Password);

        var rows = await Read(db => db.AuditEntries.Where(e => e.Kind == AuditKind.SignIn).OrderBy(e => e.Id).Select(e => new { e.ActorId, e.Detail }).ToListAsync(Cancel));
        rows.Select(r => (r.ActorId, r.Detail)).ShouldBe([(Guid.Empty, "UnknownName"), (officer.Id, "Failed"), (officer.Id, "Succeeded")]);
    }

    [Fact]
    public async Task LogOut_ByTheButtonInTheBar_EndsTheLogIn()
    {
        var browser = await As(await Given(A.ProbationOfficer())).BrowseAsync();

        var after = await browser.SubmitAsync(await browser.OpenAsync("/"), form: "form[action='/uitloggen']");

        after.Path.ShouldBe("/inloggen");
        (await browser.OpenAsync("/trajecten")).Url.AbsolutePath.ShouldBe("/inloggen");
    }

    [Fact]
    public async Task LogIn_ByThePage_LeadsToWhereOneWanted()
    {
        var @case = await Given(A.Case());
        var browser = new Browser(Host.CreateClient(new() { BaseAddress = Person.Address }));
        var logIn = await browser.OpenAsync($"/trajecten/{@case.Id}");

        var page = await browser.SubmitAsync(logIn, new() { ["UserName"] = @case.Officer.UserName, ["Password"] = A.Password });

        page.Path.ShouldBe($"/trajecten/{@case.Id}");
    }

    [Fact]
    public async Task LogIn_Succeeded_IsAudited()
    {
        var officer = await Given(A.ProbationOfficer());

        await As(officer).ApiAsync();

        var entry = await Read(db => db.AuditEntries.SingleAsync(e => e.Kind == AuditKind.SignIn, Cancel));
        entry.ActorId.ShouldBe(officer.Id);
        entry.ActorRole.ShouldBe(AccountRole.ProbationOfficer);
    }

    [Fact]
    public async Task Api_WithoutAToken_IsAnsweredInItsOwnForm()
    {
        var answer = await Host.CreateClient(new() { BaseAddress = Person.Address }).GetAsync(new Uri("/api/v1/tasks", UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    private Task<HttpResponseMessage> Ask(string? userName, string password) =>
        Host.CreateClient(new() { BaseAddress = Person.Address }).PostAsync("/api/v1/auth/token", new { userName, password });
}
