using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Features.ClientAccounts;

namespace Regulatief.Tests.Features.ClientAccounts;

/// <summary>The account of a client, from the officer's page to the client's first log-in.</summary>
public sealed class ClientAccountTests(SqliteHost host) : FeatureTest(host)
{
    private const string Chosen = "zeven groene paraplu's dansen";

    private static readonly LogInOrigin Telephone = new(SessionKind.Pages, "", null, null);

    private CaseUnderTest _case = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().WithoutClientAccount());
    }

    [Fact]
    public async Task OpenClientAccountCommand_AnybodyButTheOfficerOfTheCase_IsRefused()
    {
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(new OpenClientAccountCommand(_case.Id, "rachid")));
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.Account(AccountRole.Administrator))).SendAsync(new OpenClientAccountCommand(_case.Id, "rachid")));
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Coordinator).SendAsync(new OpenClientAccountCommand(_case.Id, "rachid")))).Code.ShouldBe("role-may-not");
        (await Read(db => db.ClientCodes.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task OpenClientAccountCommand_WithoutANameOrWithOneThatIsTaken_TellsTheField()
    {
        foreach (var (name, code) in new[] { ("", "NotEmptyValidator"), (_case.Officer.UserName!.ToUpperInvariant(), "user-name-taken"), ("met spaties", "user-name-signs") })
            (await Should.ThrowAsync<ValidationException>(As(_case.Officer).SendAsync(new OpenClientAccountCommand(_case.Id, name)))).Errors.Single().ErrorCode.ShouldBe(code);
    }

    [Fact]
    public async Task OpenClientAccountCommand_Twice_IsRefused()
    {
        await OpenAsync();

        (await Should.ThrowAsync<CaseRuleException>(OpenAsync())).Code.ShouldBe("client-account-open");
    }

    [Fact]
    public async Task OpenClientAccountCommand_InPresence_IsToldToOfficerAndPrivacyOfficer()
    {
        var privacyOfficer = await Given(A.Account(AccountRole.PrivacyOfficer));

        var made = await OpenAsync();

        (await Read(db => db.Notices.Where(n => n.Kind == NoticeKind.ClientCodeGiven).Select(n => n.AccountId).ToListAsync(Cancel))).ShouldBe([_case.Officer.Id, privacyOfficer.Id], ignoreOrder: true);
        var account = await Read(db => db.Accounts.SingleAsync(a => a.Id == made.AccountId, Cancel));
        (account.FirstRole, account.PasswordHash).ShouldBe((AccountRole.Client, null));
        (await CaseOf(_case)).Client.AccountId.ShouldBe(made.AccountId);
    }

    [Fact]
    public async Task OpenClientAccountCommand_SentAgain_KeepsTheCodeNowhere()
    {
        var first = await As(_case.Officer).SendAsync(new OpenClientAccountCommand(_case.Id, "rachid"), "sleutel");

        (await As(_case.Officer).SendAsync(new OpenClientAccountCommand(_case.Id, "rachid"), "sleutel")).Code.ShouldBeNull();

        (await Read(db => db.ClientCodes.SingleAsync(Cancel))).CodeHash.ShouldNotContain(ClientCode.Bare(first.Code!));
    }

    [Fact]
    public async Task UseClientCodeCommand_HoweverItIsTyped_LetsTheClientIn()
    {
        var made = await OpenAsync();

        await UseAsync("RACHID", $" {made.Code!.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)} ");

        (await Host.SendAsync(Actor.System, new LogInCommand("rachid", Chosen, Telephone))).IsComplete.ShouldBeTrue();
        (await Should.ThrowAsync<CaseRuleException>(UseAsync("rachid", made.Code))).Code.ShouldBe("client-code-wrong");
        (await Read(db => db.AuditEntries.Where(e => e.Action == nameof(UseClientCodeCommand)).OrderBy(e => e.Id).Select(e => new { e.Kind, e.ActorId, e.Detail }).ToListAsync(Cancel)))
            .ShouldBe([new { Kind = AuditKind.SignIn, ActorId = made.AccountId, Detail = (string?)"Succeeded" }, new { Kind = AuditKind.SignIn, ActorId = made.AccountId, Detail = (string?)"ClientCodeWrong" }]);
    }

    [Fact]
    public async Task UseClientCodeCommand_NameThatNobodyHas_IsAnsweredAsAWrongCode()
    {
        (await Should.ThrowAsync<CaseRuleException>(UseAsync("niemand", "BCDF-GHJK"))).Code.ShouldBe("client-code-wrong");
        (await Read(db => db.AuditEntries.SingleAsync(e => e.Action == nameof(UseClientCodeCommand), Cancel))).SubjectId.ShouldBeNull();
    }

    [Fact]
    public async Task UseClientCodeCommand_AfterFiveWrongOnes_TakesTheRightOneNoMore()
    {
        var made = await OpenAsync();
        for (var i = 0; i < ClientCode.MaxTries; i++) await Should.ThrowAsync<CaseRuleException>(UseAsync("rachid", "2222-2222"));

        (await Should.ThrowAsync<CaseRuleException>(UseAsync("rachid", made.Code!))).Code.ShouldBe("client-code-wrong");

        Clock.Advance(TimeSpan.FromMinutes(1));
        await UseAsync("rachid", (await As(_case.Officer).SendAsync(new RenewClientCodeCommand(_case.Id))).Code!);
    }

    [Fact]
    public async Task UseClientCodeCommand_AfterThreeDaysOrAnotherCode_IsRefused()
    {
        var first = await OpenAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await As(_case.Officer).SendAsync(new RenewClientCodeCommand(_case.Id));

        (await Should.ThrowAsync<CaseRuleException>(UseAsync("rachid", first.Code!))).Code.ShouldBe("client-code-wrong");
        Clock.Advance(ClientCode.ValidFor);
        (await Should.ThrowAsync<CaseRuleException>(UseAsync("rachid", second.Code!))).Code.ShouldBe("client-code-wrong");
    }

    [Fact]
    public async Task UseClientCodeCommand_ShortPassword_LeavesTheCode()
    {
        var made = await OpenAsync();

        await Should.ThrowAsync<ValidationException>(Host.SendAsync(Actor.System, new UseClientCodeCommand("rachid", made.Code, "kort", Telephone)));

        await UseAsync("rachid", made.Code!);
    }

    [Fact]
    public async Task CloseClientAccountCommand_LoggedIn_IsOutAndOpenedAgainWithACode()
    {
        var made = await OpenAsync();
        await UseAsync("rachid", made.Code!);
        await Host.SendAsync(Actor.System, new LogInCommand("rachid", Chosen, Telephone));

        await As(_case.Officer).SendAsync(new CloseClientAccountCommand(_case.Id));

        (await Read(db => db.Sessions.Lasting(Clock.GetUtcNow()).CountAsync(s => s.AccountId == made.AccountId, Cancel))).ShouldBe(0);
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(new RenewClientCodeCommand(_case.Id)))).Code.ShouldBe("client-account-none");
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await As(_case.Officer).SendAsync(new OpenClientAccountCommand(_case.Id, null))).AccountId.ShouldBe(made.AccountId);
        (await Should.ThrowAsync<CaseRuleException>(Host.SendAsync(Actor.System, new LogInCommand("rachid", Chosen, Telephone)))).Code.ShouldBe("log-in-failed");
    }

    [Fact]
    public async Task ClientAccount_FromTheCaseToTheFirstLogIn_GoesByPages()
    {
        var officer = await As(_case.Officer).BrowseAsync();
        (await officer.OpenAsync($"/trajecten/{_case.Id}")).Find($"a[href='/trajecten/{_case.Id}/client-inlog']")!.TextContent.ShouldBe("Inlog openen");
        var page = await officer.SubmitAsync(await officer.OpenAsync($"/trajecten/{_case.Id}/client-inlog"), new() { ["Form.UserName"] = "rachid" });
        var code = page.Find(".one-time")!.TextContent;
        page.Text.ShouldContain("localhost/eerste-keer");
        (await officer.OpenAsync($"/trajecten/{_case.Id}/client-inlog")).Find(".one-time").ShouldBeNull();
        (await officer.OpenAsync($"/trajecten/{_case.Id}")).Text.ShouldContain("code gegeven");

        var client = As(_case.Officer).Browser();
        var wrong = await client.SubmitAsync(await client.OpenAsync("/eerste-keer"), new() { ["UserName"] = "rachid", ["Code"] = "2222-2222", ["Password"] = Chosen });
        wrong.Status.ShouldBe(HttpStatusCode.Conflict);
        var logIn = await client.SubmitAsync(wrong, new() { ["UserName"] = "rachid", ["Code"] = code, ["Password"] = Chosen });
        logIn.Text.ShouldContain("Uw wachtwoord is gekozen.");
        (await client.SubmitAsync(logIn, new() { ["UserName"] = "rachid", ["Password"] = Chosen })).Url.AbsolutePath.ShouldBe("/mijn-traject");
        (await officer.OpenAsync($"/trajecten/{_case.Id}")).Text.ShouldContain("kan inloggen");
    }

    [Fact]
    public async Task ClientAccountPageQuery_ByTheCoordinator_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Coordinator).SendAsync(new ClientAccountPageQuery(_case.Id)))).Code.ShouldBe("role-may-not");

    private Task<ClientCodeMade> OpenAsync() => As(_case.Officer).SendAsync(new OpenClientAccountCommand(_case.Id, "rachid"));

    private Task<MediatR.Unit> UseAsync(string userName, string code) => Host.SendAsync(Actor.System, new UseClientCodeCommand(userName, code, Chosen, Telephone));
}
