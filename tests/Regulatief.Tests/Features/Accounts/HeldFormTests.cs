using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.Housekeeping;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>What one typed before the log-in ended is there after the log-in that follows.</summary>
public sealed class HeldFormTests(SqliteHost host) : FeatureTest(host)
{
    private const string Observation = "Hij kwam niet opdagen en nam niet op.";

    private CaseUnderTest _case = null!;
    private Account _volunteer = null!;
    private Browser _browser = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired());
        _volunteer = _case.Volunteer.Account;
        _browser = await As(_volunteer).BrowseAsync();
    }

    [Fact]
    public async Task Form_SentAfterTheSessionEnded_IsSentAfterLoggingInAgain()
    {
        var logIn = await SendTooLateAsync();
        logIn.Url.AbsolutePath.ShouldBe("/inloggen");
        var held = await _browser.SubmitAsync(logIn, new() { ["UserName"] = _volunteer.UserName, ["Password"] = A.Password });
        held.Text.ShouldContain(Observation);

        var page = await _browser.SubmitAsync(held, form: $"form[action^='/trajecten/{_case.Id}/']");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain(Observation);
        (await Read(db => db.RiskSignals.CountAsync(Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task HeldFormQuery_OfSomebodyElse_IsNotFound()
    {
        await SendTooLateAsync();
        var held = await Read(db => db.HeldForms.SingleAsync(Cancel));

        (await (await As(_case.Officer).BrowseAsync()).OpenAsync($"/formulieren/{held.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task HeldForm_InTheDatabase_CannotBeRead()
    {
        await SendTooLateAsync();

        (await Read(db => db.HeldForms.SingleAsync(Cancel))).Fields.ShouldNotContain("opdagen");
    }

    [Fact]
    public async Task HeldForm_WithAPassword_IsNotKept()
    {
        var page = await _browser.OpenAsync("/mijn-account");
        Clock.Advance(Session.Idle);

        await _browser.SubmitAsync(page, new() { ["Form.CurrentPassword"] = A.Password, ["Form.Password"] = "zeven groene paraplu's dansen" });

        (await Read(db => db.HeldForms.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task Form_SentWithATokenThatEnded_IsAnsweredAsTheApiDoes()
    {
        var api = await As(_volunteer).ApiAsync();
        Clock.Advance(Session.LongestOfToken);

        var answer = await api.PostAsync(new Uri($"/trajecten/{_case.Id}/signalen/nieuw", UriKind.Relative), new FormUrlEncodedContent([new("Form.Observation", Observation)]), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Read(db => db.HeldForms.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task Form_SentToAnAddressThatIsNoPage_IsNotKept()
    {
        Clock.Advance(Session.Idle);

        await _browser.Http.PostAsync(new Uri("https://localhost//elders.nl/inloggen"), new FormUrlEncodedContent([new("Observation", Observation)]), Cancel);

        (await Read(db => db.HeldForms.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task HeldForm_AfterADay_IsClearedAway()
    {
        await SendTooLateAsync();

        Clock.Advance(HeldForm.RetainFor + TimeSpan.FromMinutes(1));
        await Host.SendAsync(Actor.System, new ClearAwayCommand());

        (await Read(db => db.HeldForms.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task HeldFormQuery_Unknown_IsNotFound() =>
        (await _browser.OpenAsync($"/formulieren/{Guid.NewGuid()}")).Status.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task HeldFormQuery_OfTheOwn_TellsWhatWasTyped()
    {
        await SendTooLateAsync();
        var held = await Read(db => db.HeldForms.SingleAsync(Cancel));

        (await As(_volunteer).SendAsync(new HeldFormQuery(held.Id))).Typed.Select(f => f.Value).ShouldContain(Observation);
    }

    private async Task<Page> SendTooLateAsync()
    {
        var form = await _browser.OpenAsync($"/trajecten/{_case.Id}/signalen/nieuw");
        Clock.Advance(Session.Idle);
        return await _browser.SubmitAsync(form, new() { ["Form.Kind"] = "PossibleRelapse", ["Form.Observation"] = Observation, ["Form.Severity"] = "Serious" });
    }
}
