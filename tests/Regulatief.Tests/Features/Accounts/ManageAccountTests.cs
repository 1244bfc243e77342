using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>What an administrator does to somebody's account, and who hears of it.</summary>
public sealed class ManageAccountTests(SqliteHost host) : FeatureTest(host)
{
    private Account _administrator = null!;
    private Account _second = null!;
    private Account _manager = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_administrator, _second) = (await Given(A.Account(AccountRole.Administrator)), await Given(A.Account(AccountRole.Administrator)));
        _manager = await Given(A.Account(AccountRole.Manager).Named("Omar Zegers"));
    }

    [Fact]
    public async Task ManageAccount_AnybodyButAnAdministrator_IsRefused()
    {
        var coordinator = As(await Given(A.Coordinator()));

        (await Should.ThrowAsync<CaseRuleException>(coordinator.SendAsync(new ManageAccountQuery(_manager.Id)))).Code.ShouldBe("role-may-not");
        (await Should.ThrowAsync<CaseRuleException>(coordinator.SendAsync(new GiveRoleCommand(_manager.Id, AccountRole.Designer, RoleChangeReason.OtherWork)))).Code.ShouldBe("role-may-not");
        (await Should.ThrowAsync<CaseRuleException>(coordinator.SendAsync(new TakeAwayFactorCommand(_manager.Id, FactorLoss.Lost, true)))).Code.ShouldBe("role-may-not");
        (await Should.ThrowAsync<CaseRuleException>(coordinator.SendAsync(new ReopenAccountCommand(_manager.Id)))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task InvitationAgain_IsToldToItsOwnerAndTheOtherAdministrators()
    {
        await As(_administrator).SendAsync(new InviteAgainCommand(_manager.Id));

        (await ToldAsync(_manager.Id)).ShouldBe([_second.Id, _manager.Id], ignoreOrder: true);
    }

    private Task<List<Guid>> ToldAsync(Guid accountId) =>
        Read(db => db.Notices.Where(n => n.Kind == NoticeKind.AccountInvited && n.SubjectId == accountId).Select(n => n.AccountId).ToListAsync(Cancel));

    [Fact]
    public async Task ManageAccount_NoSuchAccount_IsNotFound()
    {
        await Should.ThrowAsync<NotFoundException>(As(_administrator).SendAsync(new ManageAccountQuery(Guid.NewGuid())));
        await Should.ThrowAsync<NotFoundException>(As(_administrator).SendAsync(new GiveRoleCommand(Guid.NewGuid(), AccountRole.Designer, RoleChangeReason.OtherWork)));
        await Should.ThrowAsync<NotFoundException>(As(_administrator).SendAsync(new TakeAwayFactorCommand(Guid.NewGuid(), FactorLoss.Lost, true)));
        await Should.ThrowAsync<NotFoundException>(As(_administrator).SendAsync(new ReopenAccountCommand(_manager.Id)));
    }

    [Fact]
    public async Task ManageAccount_OneSelf_IsRefused()
    {
        (await Should.ThrowAsync<CaseRuleException>(As(_administrator).SendAsync(new GiveRoleCommand(_administrator.Id, AccountRole.Manager, RoleChangeReason.OtherWork)))).Code
            .ShouldBe("account-own-role");
        (await Should.ThrowAsync<CaseRuleException>(As(_administrator).SendAsync(new TakeAwayFactorCommand(_administrator.Id, FactorLoss.Lost, true)))).Code.ShouldBe("account-own-factor");
    }

    [Fact]
    public async Task TakeAwayFactorCommand_WhoHasNone_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(_administrator).SendAsync(new TakeAwayFactorCommand(_manager.Id, FactorLoss.Lost, true)))).Code.ShouldBe("factor-none");

    [Fact]
    public async Task TakeAwayFactorCommand_NotInPresence_TellsTheField() =>
        (await Should.ThrowAsync<ValidationException>(As(_administrator).SendAsync(new TakeAwayFactorCommand(_manager.Id, null, false)))).Errors.Select(e => (e.PropertyName, e.ErrorCode))
            .ShouldBe([("Reason", "NotNullValidator"), ("IsSeen", "factor-not-seen")]);

    [Fact]
    public async Task TakeAwayFactorCommand_OnThePage_EndsAllAndTellsOwnerAndOthers()
    {
        using var key = new SoftKey();
        var theirs = await As(_manager).BrowseAsync();
        await Authenticator.SetUpAsync(theirs, Clock);
        await key.AddAsync(theirs, "laptop");
        var browser = await As(_administrator).BrowseAsync();

        var page = await browser.SubmitAsync(await browser.OpenAsync($"/accounts/{_manager.Id}"), new() { ["Loss.Reason"] = "Stolen", ["Loss.IsSeen"] = "true" });

        page.Text.ShouldContain("De tweede factor is weggenomen.");
        (await theirs.OpenAsync("/rapportage")).Url.AbsolutePath.ShouldBe("/inloggen");
        (await Read(db => db.Passkeys.AnyAsync(Cancel))).ShouldBeFalse();
        (await Read(db => db.AuditEntries.SingleAsync(e => e.Action == nameof(TakeAwayFactorCommand), Cancel))).Detail.ShouldBe("Stolen");
        (await NoticesAsync()).ShouldBe([(_manager.Id, NoticeKind.FactorTakenAway, _manager.Id), (_second.Id, NoticeKind.FactorTakenAway, _manager.Id)], ignoreOrder: true);
        (await (await As(_manager).BrowseAsync()).OpenAsync("/mijn-account")).Text.ShouldContain("Een beheerder nam een tweede factor weg");
    }

    [Fact]
    public async Task ReopenAccountCommand_OnThePage_LetsThemChooseANewPassword()
    {
        await As(_administrator).SendAsync(new DeactivateAccountCommand(_manager.Id));
        var browser = await As(_administrator).BrowseAsync();

        var page = await browser.SubmitAsync(await browser.OpenAsync($"/accounts/{_manager.Id}"), form: "form[action$='/heropenen']");

        page.Find(".one-time")!.TextContent.ShouldStartWith("https://localhost/uitnodiging/");
        (await As(_manager).FirstStepAsync(As(_manager).Browser())).Url.AbsolutePath.ShouldBe("/inloggen");
        (await Read(db => db.Accounts.SingleAsync(a => a.Id == _manager.Id, Cancel))).IsActive.ShouldBeTrue();
        (await NoticesAsync()).ShouldContain((_second.Id, NoticeKind.AccountReopened, _manager.Id));
    }

    [Fact]
    public async Task ReopenAccountCommand_OfAVolunteer_TakesUpTheWorkAgain()
    {
        var @case = await Given(A.Case().Paired());
        await As(_administrator).SendAsync(new DeactivateAccountCommand(@case.Volunteer.Account.Id));

        await As(_administrator).SendAsync(new ReopenAccountCommand(@case.Volunteer.Account.Id));

        (await Read(db => db.Volunteers.SingleAsync(v => v.AccountId == @case.Volunteer.Account.Id, Cancel))).IsActive.ShouldBeTrue();
    }

    private async Task<List<(Guid, NoticeKind, Guid?)>> NoticesAsync() =>
        (await Read(db => db.Notices.Select(n => new { n.AccountId, n.Kind, n.SubjectId }).ToListAsync(Cancel))).ConvertAll(n => (n.AccountId, n.Kind, n.SubjectId));
}
