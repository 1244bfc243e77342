using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

/// <summary>Roles are given and taken by an administrator: which, to whom, and what ends with them.</summary>
public sealed class GiveRoleTests(SqliteHost host) : FeatureTest(host)
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
    public async Task GiveRole_WithoutRoleOrReason_TellsTheFields() =>
        (await InvalidAsync(new GiveRoleCommand(_manager.Id, null, null))).ShouldBe([("Role", "NotNullValidator"), ("Reason", "NotNullValidator")]);

    [Theory, InlineData(AccountRole.Client), InlineData(AccountRole.Volunteer)]
    public async Task GiveRole_OfAClientOrAVolunteer_IsRefused(AccountRole role) => (await InvalidAsync(Giving(role))).ShouldBe([("Role", "role-not-given")]);

    [Fact]
    public async Task GiveRole_ToAClientOrAVolunteer_IsRefused()
    {
        var @case = await Given(A.Case().Paired());

        foreach (var id in new[] { @case.Client!.Id, @case.Volunteer.Account.Id })
            (await RefusedAsync(Giving(AccountRole.Manager) with { AccountId = id })).ShouldBe("role-fixed");
    }

    [Fact]
    public async Task GiveRole_ThatTheyHave_IsRefused() => (await RefusedAsync(Giving(AccountRole.Manager))).ShouldBe("role-same");

    [Fact]
    public async Task GiveRole_ProjectForWhoIsNoCoordinator_TellsTheField() =>
        (await InvalidAsync(Giving(AccountRole.Designer) with { ProjectId = Guid.NewGuid() })).ShouldBe([("ProjectId", "role-without-project")]);

    [Fact]
    public async Task GiveRole_NoSuchProject_TellsTheFieldAndGivesNothing()
    {
        (await InvalidAsync(Giving(AccountRole.Coordinator) with { ProjectId = Guid.NewGuid() })).ShouldBe([("ProjectId", "no-such-choice")]);

        (await RolesAsync()).ShouldBe([AccountRole.Manager]);
    }

    [Fact]
    public async Task GiveRole_CoordinatorOfAProject_ComesAfterThoseWhoAre()
    {
        var project = await Given(A.Project());

        await As(_administrator).SendAsync(Giving(AccountRole.Coordinator) with { ProjectId = project.Id.Value });

        (await Read(db => db.Projects.SelectMany(p => p.Coordinators).OrderBy(c => c.Rank).Select(c => c.AccountId).LastAsync(Cancel))).ShouldBe(_manager.Id);
    }

    [Fact]
    public async Task GiveRole_OnThePage_EndsNothingAndTellsTheOthers()
    {
        var theirs = await As(_manager).BrowseAsync();
        var browser = await As(_administrator).BrowseAsync();

        var page = await browser.SubmitAsync(
            await browser.OpenAsync($"/accounts/{_manager.Id}"), new() { ["Give.Role"] = "Coordinator", ["Give.Reason"] = "StandsIn" }, "form[action$='/rollen']");

        page.Text.ShouldContain("De rol is toegevoegd.");
        (await RolesAsync()).ShouldBe([AccountRole.Coordinator, AccountRole.Manager]);
        (await theirs.OpenAsync("/rapportage")).Find(".top-bar__switch button")!.TextContent.ShouldBe("Verder als Coördinator");
        (await Read(db => db.AuditEntries.SingleAsync(e => e.Action == nameof(GiveRoleCommand), Cancel))).Detail.ShouldBe("+Coordinator StandsIn");
        (await ToldAsync()).ShouldBe([(_manager.Id, null), (_second.Id, AccountRole.Administrator)], ignoreOrder: true);
    }

    [Fact]
    public async Task TakeRole_WithoutRoleOrReason_TellsTheFields() =>
        (await Should.ThrowAsync<ValidationException>(As(_administrator).SendAsync(new TakeRoleCommand(_manager.Id, null, null)))).Errors.Select(e => e.PropertyName).ShouldBe(["Role", "Reason"]);

    [Fact]
    public async Task TakeRole_TheLast_IsRefused() => (await RefusedAsync(Taking(_manager, AccountRole.Manager))).ShouldBe("role-last");

    [Fact]
    public async Task TakeRole_ThatTheyDoNotHave_IsRefused() => (await RefusedAsync(Taking(_manager, AccountRole.Designer))).ShouldBe("role-not-theirs");

    [Fact]
    public async Task TakeRole_OfOneSelf_IsRefused() => (await RefusedAsync(Taking(_administrator, AccountRole.Administrator))).ShouldBe("account-own-role");

    [Fact]
    public async Task TakeRole_ByAnybodyButAnAdministrator_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(await Given(A.Coordinator())).SendAsync(Taking(_manager, AccountRole.Manager)))).Code.ShouldBe("role-may-not");

    /// <summary>Somebody else must take over what hangs on that role, and on that role alone.</summary>
    [Fact]
    public async Task TakeRole_WithWorkInIt_IsRefusedAndAnotherRoleIsNot()
    {
        var officer = await Given(A.ProbationOfficer().And(AccountRole.Coordinator, AccountRole.Designer));
        await Given(A.Case().LedBy(officer).CoordinatedBy(officer));

        (await RefusedAsync(Taking(officer, AccountRole.ProbationOfficer))).ShouldBe("account-has-cases");
        (await RefusedAsync(Taking(officer, AccountRole.Coordinator))).ShouldBe("account-only-coordinator");
        await As(_administrator).SendAsync(Taking(officer, AccountRole.Designer));
    }

    [Fact]
    public async Task TakeRole_Coordinator_CoordinatesNoProjectAnyMore()
    {
        var both = await Given(A.ProbationOfficer().And(AccountRole.Coordinator));
        await Given(A.Project().CoordinatedBy(await Given(A.Coordinator()), both));

        await As(_administrator).SendAsync(Taking(both, AccountRole.Coordinator));

        (await Read(db => db.Projects.SelectMany(p => p.Coordinators).AnyAsync(c => c.AccountId == both.Id, Cancel))).ShouldBeFalse();
    }

    /// <summary>With the old cookie, the old bearer and the old personal token; what acts in the other role goes on.</summary>
    [Fact]
    public async Task TakeRole_OnThePage_EndsWhatActsInItAtOnce()
    {
        var both = await Given(A.Account(AccountRole.Designer).And(AccountRole.Manager));
        var (asDesigner, asManager) = (await As(both).BrowseAsync(), await As(both).BrowseAsync());
        await asManager.SubmitAsync(await asManager.OpenAsync("/cycli"), form: ".top-bar__switch form", button: ("role", "Manager"));
        var (bearer, otherBearer) = (await As(both).In(AccountRole.Designer).ApiAsync(), await As(both).In(AccountRole.Manager).ApiAsync());
        var token = As(both).ApiWith((await As(both).SendAsync(AToken(AccountRole.Designer))).Token);
        var otherToken = As(both).ApiWith((await As(both).SendAsync(AToken(AccountRole.Manager))).Token);
        var browser = await As(_administrator).BrowseAsync();

        var page = await browser.SubmitAsync(
            await browser.OpenAsync($"/accounts/{both.Id}"), new() { ["Take.Role"] = "Designer", ["Take.Reason"] = "Mistaken" }, "form[action$='/afnemen']");

        page.Text.ShouldContain("De rol is afgenomen.");
        (await asDesigner.OpenAsync("/cycli")).Url.AbsolutePath.ShouldBe("/inloggen");
        (await asManager.OpenAsync("/rapportage")).Status.ShouldBe(HttpStatusCode.OK);
        (await CasesAsync(bearer)).ShouldBe(HttpStatusCode.Unauthorized);
        (await CasesAsync(token)).ShouldBe(HttpStatusCode.Unauthorized);
        (await CasesAsync(otherBearer)).ShouldBe(HttpStatusCode.OK);
        (await CasesAsync(otherToken)).ShouldBe(HttpStatusCode.OK);
        (await Read(db => db.AuditEntries.SingleAsync(e => e.Action == nameof(TakeRoleCommand), Cancel))).Detail.ShouldBe("-Designer Mistaken");
    }

    // A log-in or token whose end somebody forgot acts in a role that the account does not have.
    [Fact]
    public async Task Role_TakenBesideTheLogIn_OpensNothingAnyMore()
    {
        var both = await Given(A.Account(AccountRole.Designer).And(AccountRole.Manager));
        var theirs = await As(both).BrowseAsync();
        var token = As(both).ApiWith((await As(both).SendAsync(AToken(AccountRole.Designer))).Token);

        await Read(db => db.Set<HeldRole>().Where(r => r.AccountId == both.Id && r.Role == AccountRole.Designer).ExecuteDeleteAsync(Cancel));

        (await theirs.OpenAsync("/cycli")).Url.AbsolutePath.ShouldBe("/inloggen");
        (await CasesAsync(token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private GiveRoleCommand Giving(AccountRole role) => new(_manager.Id, role, RoleChangeReason.OtherWork);

    private static TakeRoleCommand Taking(Account account, AccountRole role) => new(account.Id, role, RoleChangeReason.OtherWork);

    private static MakeApiTokenCommand AToken(AccountRole role) => new() { Name = "rapport", Scope = ApiTokenScope.Read, Until = new DateOnly(2026, 12, 24), Role = role };

    private static async Task<HttpStatusCode> CasesAsync(HttpClient api) => (await api.GetAsync(new Uri("/api/v1/cases", UriKind.Relative), Cancel)).StatusCode;

    private async Task<IEnumerable<(string, string)>> InvalidAsync(GiveRoleCommand command) =>
        (await Should.ThrowAsync<ValidationException>(As(_administrator).SendAsync(command))).Errors.Select(e => (e.PropertyName, e.ErrorCode));

    private async Task<string> RefusedAsync(MediatR.IRequest<Guid> command) => (await Should.ThrowAsync<CaseRuleException>(As(_administrator).SendAsync(command))).Code;

    private Task<IReadOnlyList<AccountRole>> RolesAsync() => Read(db => db.RolesOfAsync(_manager.Id, Cancel));

    private async Task<List<(Guid, AccountRole?)>> ToldAsync() =>
        (await Read(db => db.Notices.Where(n => n.Kind == NoticeKind.RoleChanged && n.SubjectId == _manager.Id).Select(n => new { n.AccountId, n.Role }).ToListAsync(Cancel)))
            .ConvertAll(n => (n.AccountId, n.Role));
}
