using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.Cases;

namespace Regulatief.Tests.Features.CaseAccesses;

public sealed class EndCaseAccessTests(SqliteHost host) : CaseAccessTest(host)
{
    [Fact]
    public async Task EndCaseAccess_BySomebodyBesideThem_IsNotFound()
    {
        var shared = await Given(CaseAccessKind.Share, Subject.Officer);

        foreach (var account in new[] { await Given(A.ProbationOfficer()), await Given(A.Account(AccountRole.Manager)), Subject.Client! })
            await Should.ThrowAsync<NotFoundException>(As(account).SendAsync(new EndCaseAccessCommand(shared)));
    }

    [Fact]
    public async Task EndCaseAccess_OfAnExclusion_IsOnlyForAPrivacyOfficer()
    {
        var excluded = await Given(CaseAccessKind.Exclusion, PrivacyOfficer);

        foreach (var account in new[] { Subject.Officer, Colleague }) await Should.ThrowAsync<NotFoundException>(As(account).SendAsync(new EndCaseAccessCommand(excluded)));
        await As(PrivacyOfficer).SendAsync(new EndCaseAccessCommand(excluded));
        await As(Subject.Officer).SendAsync(new GiveCaseAccessCommand(Subject.Id, CaseAccessKind.Share, Colleague.Id, Today, "Intervisie."));
    }

    [Fact]
    public async Task EndCaseAccess_TheLastCoordinatorOfTheList_StaysOnIt()
    {
        await As(Subject.Officer).SendAsync(new RestrictCaseCommand(Subject.Id, "Een bekende."));
        var listed = await Read(db => db.CaseAccesses.SingleAsync(a => a.AccountId == Subject.Coordinator.Id, Cancel));

        (await Should.ThrowAsync<CaseRuleException>(As(Subject.Officer).SendAsync(new EndCaseAccessCommand(listed.Id)))).Code.ShouldBe("access-last-coordinator");
    }

    [Fact]
    public async Task EndCaseAccess_ThatIsOver_IsRefusedToOthersAndNothingToItsOwner()
    {
        var shared = await Given(CaseAccessKind.Share, Subject.Officer);
        Clock.Advance(TimeSpan.FromDays(2));

        (await Should.ThrowAsync<CaseRuleException>(As(Subject.Officer).SendAsync(new EndCaseAccessCommand(shared)))).Code.ShouldBe("access-over");
        (await As(Colleague).SendAsync(new EndCaseAccessCommand(shared))).WasOwn.ShouldBeTrue();
    }

    [Fact]
    public async Task EndCaseAccess_ByItsOwnerTwiceWithOneKey_EndsOnce()
    {
        var shared = await Given(CaseAccessKind.Share, Subject.Officer);

        await As(Colleague).SendAsync(new EndCaseAccessCommand(shared), "einde");
        await As(Colleague).SendAsync(new EndCaseAccessCommand(shared), "einde");

        await Should.ThrowAsync<NotFoundException>(As(Colleague).SendAsync(new CasePageQuery(Subject.Id)));
        (await As(Subject.Officer).SendAsync(new CaseAccessPageQuery(Subject.Id))).Over.ShouldHaveSingleItem().EndedAt.ShouldBe(Clock.GetUtcNow());
    }

    [Fact]
    public async Task CaseAccessPage_OneWhoLooksAlong_CanOnlySayThatTheyKnowTheClient()
    {
        await Given(CaseAccessKind.Share, Subject.Officer);

        var page = await As(Colleague).SendAsync(new CaseAccessPageQuery(Subject.Id));

        (page.MayGive, page.Lasting.Count, page.Colleagues.Count).ShouldBe((false, 0, 0));
        page.Changes.ShouldBe(["uitsluiten"]);
    }

    [Fact]
    public async Task CaseAccessPage_APrivacyOfficer_SeesNumbersAndNoNameOfAClient()
    {
        await Given(CaseAccessKind.Exclusion, PrivacyOfficer);

        var page = await As(PrivacyOfficer).SendAsync(new CaseAccessPageQuery(Subject.Id));

        (page.CaseNumber, page.ClientName).ShouldBe((Subject.Number, null));
        page.Lasting.ShouldHaveSingleItem().MayEnd.ShouldBeTrue();
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(new CaseAccessPageQuery(Subject.Id)));
    }

    private Task<Guid> Given(CaseAccessKind kind, Account by) =>
        As(by).SendAsync(new GiveCaseAccessCommand(Subject.Id, kind, Colleague.Id, kind == CaseAccessKind.Share ? Today : null, "Zo is het."));
}
