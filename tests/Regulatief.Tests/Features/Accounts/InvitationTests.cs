using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

public sealed class InvitationTests(SqliteHost host) : FeatureTest(host)
{
    private const string Chosen = "zeven groene paraplu's dansen";

    private Account _administrator = null!;
    private CreateAccountResult _omar = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _administrator = await Given(A.Account(AccountRole.Administrator));
        _omar = await As(_administrator).SendAsync(new CreateAccountCommand { Role = AccountRole.Manager, FirstName = "Omar", LastName = "Zegers", UserName = "omar" });
    }

    [Fact]
    public async Task InviteAgainCommand_AnybodyButAnAdministrator_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(await Given(A.Coordinator())).SendAsync(new InviteAgainCommand(_omar.AccountId)))).Code.ShouldBe("role-may-not");

    [Fact]
    public async Task InviteAgainCommand_OneSelf_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(_administrator).SendAsync(new InviteAgainCommand(_administrator.Id)))).Code.ShouldBe("account-own-invitation");

    [Fact]
    public async Task InviteAgainCommand_ClosedAccount_IsNotFound()
    {
        await As(_administrator).SendAsync(new DeactivateAccountCommand(_omar.AccountId));

        await Should.ThrowAsync<NotFoundException>(As(_administrator).SendAsync(new InviteAgainCommand(_omar.AccountId)));
    }

    [Fact]
    public async Task AcceptInvitationCommand_Twice_IsRefusedTheSecondTime()
    {
        await Accept(_omar.Code!);

        await Should.ThrowAsync<NotFoundException>(Accept(_omar.Code!));
    }

    [Fact]
    public async Task AcceptInvitationCommand_AfterThreeDays_IsRefused()
    {
        Clock.Advance(Invitation.ValidFor);

        await Should.ThrowAsync<NotFoundException>(Accept(_omar.Code!));
    }

    [Fact]
    public async Task AcceptInvitationCommand_FollowedByANewerOne_IsRefused()
    {
        Clock.Advance(TimeSpan.FromMinutes(1));
        var newer = await As(_administrator).SendAsync(new InviteAgainCommand(_omar.AccountId));

        await Should.ThrowAsync<NotFoundException>(Accept(_omar.Code!));
        await Accept(newer.Code!);
    }

    [Fact]
    public async Task AcceptInvitationCommand_AccountClosedMeanwhile_IsRefused()
    {
        await As(_administrator).SendAsync(new DeactivateAccountCommand(_omar.AccountId));

        await Should.ThrowAsync<NotFoundException>(Accept(_omar.Code!));
    }

    [Fact]
    public async Task AcceptInvitationCommand_ShortPassword_IsRefusedAndTheLinkStays()
    {
        await Should.ThrowAsync<ValidationException>(Host.SendAsync(Actor.System, new AcceptInvitationCommand(_omar.Code!, "kort")));

        await Accept(_omar.Code!);
    }

    [Fact]
    public async Task InvitationQuery_CodeOfNobody_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(Host.SendAsync(Actor.System, new InvitationQuery(new string('0', 48))));

    [Fact]
    public async Task Invitation_BeforeItIsUsed_NobodyCanLogIn()
    {
        var answer = await Host.CreateClient(new() { BaseAddress = Person.Address }).PostAsync("/api/v1/auth/token", new { userName = "omar", password = "" });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Read(db => db.Accounts.SingleAsync(a => a.Id == _omar.AccountId, Cancel))).PasswordHash.ShouldBeNull();
    }

    [Fact]
    public async Task Invitation_OnThePage_LetsOneChooseAndLogIn()
    {
        var browser = new Browser(Host.CreateClient(new() { BaseAddress = Person.Address }));
        var page = await browser.OpenAsync($"/uitnodiging/{_omar.Code}");
        page.Text.ShouldContain("Omar Zegers");

        var logIn = await browser.SubmitAsync(page, new() { ["Password"] = Chosen });
        logIn.Text.ShouldContain("Uw wachtwoord is gekozen.");
        var home = await browser.SubmitAsync(logIn, new() { ["UserName"] = "omar", ["Password"] = Chosen });

        home.Text.ShouldContain("Omar Zegers");
        (await browser.OpenAsync($"/uitnodiging/{_omar.Code}")).Status.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task AcceptInvitationCommand_OfWhoForgotThePassword_EndsWhatWasOpenAndIsAudited()
    {
        await Accept(_omar.Code!);
        var omar = await Read(db => db.Accounts.SingleAsync(a => a.Id == _omar.AccountId, Cancel));
        await Host.WriteAsync(db => db.Sessions.Add(new Session
        {
            AccountId = omar.Id, Role = AccountRole.Manager, Kind = SessionKind.Pages, Device = "", Address = null, StartedAt = Clock.GetUtcNow(), LastSeenAt = Clock.GetUtcNow(), EndsAt = Clock.GetUtcNow().AddHours(1),
        }));
        Clock.Advance(TimeSpan.FromMinutes(1));

        await Accept((await As(_administrator).SendAsync(new InviteAgainCommand(omar.Id))).Code!);

        (await Read(db => db.Sessions.SingleAsync(s => s.AccountId == omar.Id, Cancel))).EndedAt.ShouldBe(Clock.GetUtcNow());
        (await Read(db => db.AuditEntries.CountAsync(e => e.Kind == AuditKind.Change && e.Action == nameof(AcceptInvitationCommand) && e.SubjectId == omar.Id, Cancel))).ShouldBe(2);
    }

    private Task<Guid> Accept(string code) => Host.SendAsync(Actor.System, new AcceptInvitationCommand(code, Chosen));
}
