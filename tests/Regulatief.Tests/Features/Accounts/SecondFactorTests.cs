using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>The own second factor: an app with codes and what stands in for it.</summary>
public sealed class SecondFactorTests(SqliteHost host) : OwnFactorTest(host)
{
    [Fact]
    public async Task SecondFactorPageQuery_EachTime_HasAKeyOfItsOwn()
    {
        var (first, second) = (await As(Officer).SendAsync(new SecondFactorPageQuery(null)), await As(Officer).SendAsync(new SecondFactorPageQuery(null)));

        first.SetUp.Typed.ShouldNotBe(second.SetUp.Typed);
        (await As(Officer).SendAsync(new SecondFactorPageQuery(first.SetUp.Written))).SetUp.Typed.ShouldBe(first.SetUp.Typed);
        first.SetUp.Picture.Path.ShouldNotBe(second.SetUp.Picture.Path);
    }

    [Fact]
    public async Task SetUpAuthenticatorCommand_WrongCode_KeepsTheKeyOnThePage()
    {
        var page = await Browser.OpenAsync("/mijn-account/tweede-factor");

        var again = await Browser.SubmitAsync(page, new() { ["Form.Code"] = "000000" });

        again.Status.ShouldBe(HttpStatusCode.Conflict);
        again.Text.ShouldContain("Deze code klopt niet.");
        again.Find(".factor-key")!.TextContent.ShouldBe(page.Find(".factor-key")!.TextContent);
        (await Read(db => db.Accounts.SingleAsync(Cancel))).TwoFactorEnabled.ShouldBeFalse();
    }

    [Theory, InlineData(-2), InlineData(2), InlineData(-18)]
    public async Task SetUpAuthenticatorCommand_ClockThatIsAMinuteOff_SaysSo(int steps)
    {
        var page = await Browser.OpenAsync("/mijn-account/tweede-factor");

        var again = await Browser.SubmitAsync(page, new() { ["Form.Code"] = Authenticator.On(page, Clock).CodeAt(steps * Authenticator.Step) });

        again.Text.ShouldContain("De klok van uw telefoon loopt niet gelijk.");
    }

    [Fact]
    public async Task SetUpAuthenticatorCommand_PageThatWasLeftOpen_SaysWhatToDo()
    {
        var page = await Browser.OpenAsync("/mijn-account/tweede-factor");
        var expired = new SetUpAuthenticatorCommand { Key = "niet van ons", Code = "123456" };

        (await Should.ThrowAsync<CaseRuleException>(As(Officer).SendAsync(expired))).Code.ShouldBe("factor-set-up-expired");
        var theirs = page.Find("[name='Form.Key']")!.GetAttribute("value");
        var other = await Given(A.ProbationOfficer());
        (await Should.ThrowAsync<CaseRuleException>(As(other).SendAsync(new SetUpAuthenticatorCommand { Key = theirs, Code = Authenticator.On(page, Clock).Code }))).Code
            .ShouldBe("factor-set-up-expired");
    }

    [Theory, InlineData(-1), InlineData(1)]
    public async Task SetUpAuthenticatorCommand_ClockThatIsHalfAMinuteOff_IsSetUp(int steps)
    {
        var page = await Browser.OpenAsync("/mijn-account/tweede-factor");

        await Browser.SubmitAsync(page, new() { ["Form.Code"] = Authenticator.On(page, Clock).CodeAt(steps * Authenticator.Step) });

        (await Read(db => db.Accounts.SingleAsync(Cancel))).TwoFactorEnabled.ShouldBeTrue();
    }

    [Fact]
    public async Task SetUpAuthenticatorCommand_FirstFactor_ShowsTenCodesOnceAndKeepsNoneReadable()
    {
        var (_, codes, page) = await Authenticator.SetUpAsync(Browser, Clock);

        codes.Distinct().Count().ShouldBe(10);
        page.Text.ShouldContain("Elke code werkt één keer.");
        (await Browser.OpenAsync("/mijn-account/tweede-factor")).Text.ShouldContain("nog 10 herstelcodes");
        var kept = await Read(db => db.Set<IdentityUserToken<Guid>>().Select(t => t.Value!).ToListAsync(Cancel));
        kept.Count.ShouldBe(2);
        kept.ShouldAllBe(value => !codes.Any(code => value.Contains(code) || value.Contains(code.Replace("-", ""))));
    }

    [Fact]
    public async Task SetUpAuthenticatorCommand_KeyInTheDatabase_IsNotTheOneOnThePage()
    {
        var key = (await Browser.OpenAsync("/mijn-account/tweede-factor")).Find(".factor-key")!.TextContent.Replace(" ", "");

        await Authenticator.SetUpAsync(Browser, Clock);

        (await Read(db => db.Set<IdentityUserToken<Guid>>().Select(t => t.Value!).ToListAsync(Cancel))).ShouldAllBe(value => !value.Contains(key) && value.Length > key.Length);
    }

    [Fact]
    public async Task SetUpAuthenticatorCommand_FirstFactor_EndsOtherLogInsByPassword()
    {
        var elsewhere = await As(Officer).BrowseAsync();

        await Authenticator.SetUpAsync(Browser, Clock);

        (await elsewhere.OpenAsync("/")).Url.AbsolutePath.ShouldBe("/inloggen");
        (await Browser.OpenAsync("/")).Url.AbsolutePath.ShouldBe("/");
    }

    [Fact]
    public async Task SetUpAuthenticatorCommand_AnotherApp_TakesThePlaceOfTheFirst()
    {
        var (first, codes, _) = await Authenticator.SetUpAsync(Browser, Clock);

        Clock.Advance(Authenticator.Step);
        var (second, none, _) = await Authenticator.SetUpAsync(Browser, Clock);

        none.ShouldBeEmpty();
        codes.ShouldNotBeEmpty();
        Clock.Advance(Session.FactorIsFreshFor);
        (await ConfirmAsync(first.Code)).Path.ShouldBe("/bevestigen");
        (await ConfirmAsync(second.Code)).Path.ShouldBe("/mijn-account/tweede-factor");
    }

    [Fact]
    public async Task SecondFactorPageQuery_LogInOfTenMinutesAgo_AsksWhoIsThere()
    {
        var (app, _, _) = await Authenticator.SetUpAsync(Browser, Clock);
        Clock.Advance(Session.FactorIsFreshFor);

        var asked = await Browser.OpenAsync("/mijn-account/tweede-factor");

        asked.Path.ShouldBe("/bevestigen?terug=%2Fmijn-account%2Ftweede-factor");
        (await Browser.SubmitAsync(asked, new() { ["Code"] = app.Code })).Path.ShouldBe("/mijn-account/tweede-factor");
    }

    [Fact]
    public async Task RenewRecoveryCodesCommand_WithoutAFactor_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(Officer).SendAsync(new RenewRecoveryCodesCommand()))).Code.ShouldBe("factor-none");

    [Fact]
    public async Task RenewRecoveryCodesCommand_OnThePage_MakesTheOldOnesWorthless()
    {
        var (_, old, _) = await Authenticator.SetUpAsync(Browser, Clock);

        var page = await Browser.SubmitAsync(await Browser.OpenAsync("/mijn-account/tweede-factor"), form: "form[action$='/herstelcodes']");

        var codes = page.Document.QuerySelectorAll(".recovery-codes code").Select(code => code.TextContent).ToList();
        codes.Intersect(old).ShouldBeEmpty();
        Clock.Advance(Session.FactorIsFreshFor);
        (await ConfirmAsync(old[0])).Text.ShouldContain("Deze code klopt niet.");
        (await ConfirmAsync(codes[0])).Path.ShouldBe("/mijn-account/tweede-factor");
    }

    [Fact]
    public async Task RemoveFactorCommand_WithoutAnApp_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As(Officer).SendAsync(new RemoveFactorCommand(null)));

    [Theory, InlineData("AAAA"), InlineData("geen sleutel!")]
    public async Task RemoveFactorCommand_UnknownPasskey_IsNotFound(string id) =>
        await Should.ThrowAsync<NotFoundException>(As(Officer).SendAsync(new RemoveFactorCommand(id)));

    [Fact]
    public async Task RemoveFactorCommand_TheOnlyOneOfWhoNeedsNone_LogsInByPasswordAlone()
    {
        await Authenticator.SetUpAsync(Browser, Clock);

        var page = await Browser.SubmitAsync(await Browser.OpenAsync("/mijn-account/tweede-factor"), form: "form[action='/mijn-account/tweede-factor/verwijderen']");

        page.Text.ShouldContain("Dat is verwijderd.");
        (await Read(db => db.Set<IdentityUserToken<Guid>>().CountAsync(Cancel))).ShouldBe(0);
        (await (await As(Officer).BrowseAsync()).OpenAsync("/")).Url.AbsolutePath.ShouldBe("/");
    }

    [Fact]
    public async Task SecondFactor_EachChange_LeavesARow()
    {
        await Authenticator.SetUpAsync(Browser, Clock);
        await Browser.SubmitAsync(await Browser.OpenAsync("/mijn-account/tweede-factor"), form: "form[action='/mijn-account/tweede-factor/verwijderen']");

        var rows = await Read(db => db.AuditEntries.Where(e => e.Kind == AuditKind.Change).OrderBy(e => e.Id).Select(e => new { e.Action, e.SubjectId, e.Detail }).ToListAsync(Cancel));
        rows.Select(r => (r.Action, r.SubjectId, r.Detail)).ShouldBe(
            [(nameof(SetUpAuthenticatorCommand), Officer.Id, null), (nameof(RemoveFactorCommand), Officer.Id, "Authenticator")]);
    }

    private async Task<Page> ConfirmAsync(string code)
    {
        var asked = await Browser.OpenAsync("/bevestigen?terug=%2Fmijn-account%2Ftweede-factor");
        return await Browser.SubmitAsync(asked, new() { ["Code"] = code });
    }
}
