using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.MyCase;

namespace Regulatief.Tests.Features.CaseAccesses;

/// <summary>A case for a list alone: who is put there, who stays out, and how it ends.</summary>
public sealed class RestrictCaseTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    private CaseUnderTest _case = null!;
    private Account _later = null!;
    private Account _privacyOfficer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Paired());
        _later = await Given(A.Coordinator());
        _privacyOfficer = await Given(A.Account(AccountRole.PrivacyOfficer));
    }

    [Fact]
    public async Task RestrictCase_AnotherRoleOrACaseOfAnother_IsRefused()
    {
        foreach (var account in new[] { _case.Client!, _case.Volunteer.Account, await Given(A.Account(AccountRole.Manager)) })
            (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(Restricting))).Code.ShouldBe("role-may-not");
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(Restricting));
    }

    [Fact]
    public async Task RestrictCase_Twice_IsRefused()
    {
        await As(_case.Officer).SendAsync(Restricting);

        (await Should.ThrowAsync<CaseRuleException>(As(_privacyOfficer).SendAsync(Restricting))).Code.ShouldBe("access-already-restricted");
    }

    [Fact]
    public async Task RestrictCase_Restricted_IsSeenByThePartiesAndTheListAlone()
    {
        var colleague = await Given(A.ProbationOfficer());
        await As(_case.Officer).SendAsync(new NameCoverCommand(null, colleague.Id, Today, Today));
        await As(_case.Officer).SendAsync(Restricting);
        await AlsoCoordinatedBy(_later);

        foreach (var account in new[] { _case.Officer, _case.Coordinator }) await As(account).SendAsync(new CasePageQuery(_case.Id));
        await As(_case.Volunteer.Account).SendAsync(new VolunteerCaseQuery(_case.Id));
        (await As(_case.Client!).SendAsync(new MyCasePageQuery())).ShouldNotBeNull();
        foreach (var account in new[] { colleague, _later }) await Should.ThrowAsync<NotFoundException>(As(account).SendAsync(new CasePageQuery(_case.Id)));
    }

    [Fact]
    public async Task RestrictCase_ByTheColleagueInCover_TheyGoOnWithTheWork()
    {
        var colleague = await Given(A.ProbationOfficer());
        await As(_case.Officer).SendAsync(new NameCoverCommand(null, colleague.Id, Today, Today));

        await As(colleague).SendAsync(Restricting);

        (await As(colleague).SendAsync(new CasePageQuery(_case.Id))).Head.IsWork.ShouldBeTrue();
    }

    [Fact]
    public async Task LiftRestriction_OfACaseThatIsNone_IsRefused() =>
        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(new LiftRestrictionCommand(_case.Id)))).Code.ShouldBe("access-not-restricted");

    [Fact]
    public async Task LiftRestriction_Lifted_IsSeenByTheirWorkAgainAndTheListLapses()
    {
        await As(_case.Officer).SendAsync(Restricting);
        await AlsoCoordinatedBy(_later);

        await As(_privacyOfficer).SendAsync(new LiftRestrictionCommand(_case.Id), "opheffen");
        await As(_privacyOfficer).SendAsync(new LiftRestrictionCommand(_case.Id), "opheffen");

        await As(_later).SendAsync(new CasePageQuery(_case.Id));
        (await Read(db => db.CaseAccesses.AnyAsync(a => a.EndedAt == null, Cancel))).ShouldBeFalse();
    }

    private RestrictCaseCommand Restricting => new(_case.Id, "Een bekende persoon.");

    private Task AlsoCoordinatedBy(Account account) =>
        Host.WriteAsync(db => db.Add(new Regulatief.Cases.Projects.ProjectCoordinator { ProjectId = _case.Project.Id, AccountId = account.Id, Rank = 2 }));
}
