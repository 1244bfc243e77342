using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.Covers;

namespace Regulatief.Tests.Features.Covers;

public sealed class EndCoverTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    private CaseUnderTest _case = null!;
    private Account _colleague = null!;
    private Guid _cover;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case());
        _colleague = await Given(A.ProbationOfficer());
        _cover = await As(_case.Officer).SendAsync(new NameCoverCommand(null, _colleague.Id, Today, Today.AddDays(7)));
    }

    [Fact]
    public async Task EndCover_BySomebodyBesideThem_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(new EndCoverCommand(_cover)));

    [Fact]
    public async Task EndCover_ThatIsOver_IsRefused()
    {
        Clock.Advance(TimeSpan.FromDays(8));

        (await Should.ThrowAsync<CaseRuleException>(As(_colleague).SendAsync(new EndCoverCommand(_cover)))).Code.ShouldBe("cover-over");
    }

    [Fact]
    public async Task EndCover_ByTheColleague_EndsAtOnceAndTheOtherIsTold()
    {
        await As(_colleague).SendAsync(new EndCoverCommand(_cover));

        await Should.ThrowAsync<NotFoundException>(As(_colleague).SendAsync(new CasePageQuery(_case.Id)));
        (await Read(db => db.Notices.Where(n => n.Kind == NoticeKind.CoverEnded).Select(n => n.AccountId).ToListAsync(Cancel))).ShouldBe([_case.Officer.Id]);
        (await As(_case.Officer).SendAsync(new CoverListQuery())).Items.ShouldBeEmpty();
        await As(_case.Officer).SendAsync(new NameCoverCommand(null, _colleague.Id, Today, Today));
    }

    [Fact]
    public async Task CoverList_ACaseTheColleagueIsKeptOutOf_IsNamedToTheAbsentOneAlone()
    {
        await As(_case.Officer).SendAsync(new RestrictCaseCommand(_case.Id, "Een bekende."));

        (await As(_case.Officer).SendAsync(new CoverListQuery())).Items.ShouldHaveSingleItem().NotCovered.ShouldBe([_case.Number]);
        (await As(_colleague).SendAsync(new CoverListQuery())).Items.ShouldHaveSingleItem().NotCovered.ShouldBeEmpty();
    }

    [Fact]
    public async Task CoverList_ForACoordinator_OffersTheProfessionalsOfTheirCases()
    {
        await Given(A.Case());

        var list = await As(_case.Coordinator).SendAsync(new CoverListQuery());

        list.Absent.Select(a => a.Value).ShouldBe([$"{_case.Coordinator.Id}:Coordinator", $"{_case.Officer.Id}:ProbationOfficer"]);
        list.Items.ShouldHaveSingleItem().Id.ShouldBe(_cover);
    }
}
