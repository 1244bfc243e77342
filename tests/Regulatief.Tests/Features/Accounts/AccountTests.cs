using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

public sealed class AccountTests(SqliteHost host) : FeatureTest(host)
{
    private Account _administrator = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _administrator = await Given(A.Account(AccountRole.Administrator));
    }

    [Fact]
    public async Task CreateAccount_AnybodyButAnAdministrator_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(await Given(A.Coordinator())).SendAsync(Creating(AccountRole.Manager)))).Code.ShouldBe("role-may-not");

    [Fact]
    public async Task CreateAccount_NameTakenInOtherCapitals_IsRefused()
    {
        await As(_administrator).SendAsync(Creating(AccountRole.Manager));

        var refusal = await Should.ThrowAsync<ValidationException>(As(_administrator).SendAsync(Creating(AccountRole.Manager) with { UserName = "OMAR" }));

        refusal.Errors.Single().ErrorCode.ShouldBe("user-name-taken");
    }

    [Fact]
    public async Task CreateAccount_VolunteerWithoutProject_TellsWhatIsMissing()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(As(_administrator).SendAsync(Creating(AccountRole.Volunteer)));

        refusal.Errors.Select(e => e.PropertyName).ShouldBe(["ProjectId", "Place"], ignoreOrder: true);
    }

    // With it one sees the client's own view and signs in their name: the officer of the case opens it.
    [Fact]
    public async Task CreateAccount_Client_IsRefusedAndSaysWhoDoes()
    {
        var refusal = await Should.ThrowAsync<ValidationException>(As(_administrator).SendAsync(Creating(AccountRole.Client)));

        refusal.Errors.Single().ErrorCode.ShouldBe("client-by-officer");
        (await (await As(_administrator).BrowseAsync()).OpenAsync("/accounts")).Find("option[value=Client]").ShouldBeNull();
    }

    [Fact]
    public async Task InviteAgainAndReopen_OfAClient_AreRefused()
    {
        var client = (await Given(A.Case())).Client!;

        (await Should.ThrowAsync<CaseRuleException>(As(_administrator).SendAsync(new InviteAgainCommand(client.Id)))).Code.ShouldBe("client-by-officer");
        await As(_administrator).SendAsync(new DeactivateAccountCommand(client.Id));
        (await Should.ThrowAsync<CaseRuleException>(As(_administrator).SendAsync(new ReopenAccountCommand(client.Id)))).Code.ShouldBe("client-by-officer");
    }

    [Fact]
    public async Task CreateAccount_SentTwice_KeepsTheCodeNowhere()
    {
        var first = await As(_administrator).SendAsync(Creating(AccountRole.Manager), "sleutel");

        var second = await As(_administrator).SendAsync(Creating(AccountRole.Manager), "sleutel");

        second.AccountId.ShouldBe(first.AccountId);
        second.Code.ShouldBeNull();
        (await Read(db => db.IdempotencyRecords.SingleAsync(Cancel))).ResultJson!.ShouldNotContain(first.Code!);
        (await Read(db => db.Invitations.SingleAsync(Cancel))).CodeHash.ShouldNotBe(first.Code);
    }

    [Fact]
    public async Task CreateAccount_Volunteer_IsOneOfTheProject()
    {
        var project = await Given(A.Project());

        var created = await As(_administrator).SendAsync(Creating(AccountRole.Volunteer) with { ProjectId = project.Id.Value, Place = "Utrecht" });

        (await Read(db => db.Volunteers.SingleAsync(v => v.AccountId == created.AccountId, Cancel))).ProjectId.ShouldBe(project.Id);
    }

    [Fact]
    public async Task CreateAccount_OnThePage_ShowsTheLinkOnce()
    {
        var browser = await As(_administrator).BrowseAsync();
        var form = await browser.OpenAsync("/accounts");

        var page = await browser.SubmitAsync(form, new() { ["Form.Role"] = "Manager", ["Form.FirstName"] = "Omar", ["Form.LastName"] = "Zegers", ["Form.UserName"] = "omar" });

        page.Find(".one-time")!.TextContent.ShouldStartWith("https://localhost/uitnodiging/");
        (await browser.OpenAsync("/accounts")).Find(".one-time").ShouldBeNull();
    }

    [Fact]
    public async Task DeactivateAccount_OneSelf_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(_administrator).SendAsync(new DeactivateAccountCommand(_administrator.Id)))).Code.ShouldBe("account-own");

    [Fact]
    public async Task DeactivateAccount_OfficerWithCases_IsRefused()
    {
        var @case = await Given(A.Case());

        (await Should.ThrowAsync<CaseRuleException>(As(_administrator).SendAsync(new DeactivateAccountCommand(@case.Officer.Id)))).Code.ShouldBe("account-has-cases");
    }

    [Fact]
    public async Task DeactivateAccount_LoggedIn_IsOutAtTheNextClick()
    {
        var manager = await Given(A.Account(AccountRole.Manager));
        var browser = await As(manager).BrowseAsync();

        await As(_administrator).SendAsync(new DeactivateAccountCommand(manager.Id));

        (await browser.OpenAsync("/rapportage")).Url.AbsolutePath.ShouldBe("/inloggen");
    }

    private static CreateAccountCommand Creating(AccountRole role) => new() { Role = role, FirstName = "Omar", LastName = "Zegers", UserName = "omar" };
}
