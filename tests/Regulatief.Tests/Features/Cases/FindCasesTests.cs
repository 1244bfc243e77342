using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;

namespace Regulatief.Tests.Features.Cases;

public sealed class FindCasesTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task FindCases_ColleaguesCase_IsNotThere()
    {
        await Given(A.Case());
        var colleague = await Given(A.ProbationOfficer());

        (await As(colleague).SendAsync(new FindCasesQuery())).Total.ShouldBe(0);
    }

    [Theory]
    [InlineData(AccountRole.Manager)]
    [InlineData(AccountRole.PrivacyOfficer)]
    [InlineData(AccountRole.Designer)]
    [InlineData(AccountRole.Administrator)]
    public async Task FindCases_RoleWithoutCases_FindsNone(AccountRole role)
    {
        await Given(A.Case());

        (await As(await Given(A.Account(role))).SendAsync(new FindCasesQuery())).Total.ShouldBe(0);
    }

    [Fact]
    public async Task FindCases_OfficerAndCoordinator_FindTheCaseByListPageAndApiAlike()
    {
        var @case = await Given(A.Case());

        foreach (var account in new[] { @case.Officer, @case.Coordinator })
        {
            (await As(account).SendAsync(new FindCasesQuery())).Items.Single().Id.ShouldBe(@case.Id);
            (await (await As(account).BrowseAsync()).OpenAsync("/trajecten")).Find($"a[href='/trajecten/{@case.Id}']").ShouldNotBeNull();
            ((Guid?)(await (await (await As(account).ApiAsync()).GetAsync("/api/v1/cases", Cancel)).JsonAsync())["items"]![0]!["id"]).ShouldBe(@case.Id.Value);
        }
    }

    [Fact]
    public async Task FindCases_Volunteer_SeesTheFirstNameOnly()
    {
        var @case = await Given(A.Case().ForClient("Omar", "Zegers").Paired());

        (await As(@case.Volunteer.Account).SendAsync(new FindCasesQuery())).Items.Single().ClientName.ShouldBe("Omar");
    }

    [Fact]
    public async Task FindCases_VolunteerAfterTheirTime_SeesNothing()
    {
        var @case = await Given(A.Case().Paired());
        await Host.ReadAsync(async db =>
        {
            (await db.VolunteerAssignments.SingleAsync(Cancel)).End(Clock.GetUtcNow(), "Verhuisd.");
            return await db.SaveChangesAsync(Cancel);
        });

        (await As(@case.Volunteer.Account).SendAsync(new FindCasesQuery())).Total.ShouldBe(0);
        await Should.ThrowAsync<NotFoundException>(As(@case.Volunteer.Account).SendAsync(new VolunteerCaseQuery(@case.Id)));
    }

    [Fact]
    public async Task FindCases_ColleagueWhoCovers_FindsItUnlessTheyAskForTheirOwn()
    {
        var @case = await Given(A.Case());
        var colleague = await Given(A.ProbationOfficer());
        var today = Clock.Today();
        await Host.WriteAsync(db => db.Covers.Add(new Cover { AbsentId = @case.Officer.Id, CoveredById = colleague.Id, Role = AccountRole.ProbationOfficer, From = today, Until = today }));
        var browser = await As(colleague).BrowseAsync();

        (await browser.OpenAsync("/trajecten")).Find($"a[href='/trajecten/{@case.Id}']").ShouldNotBeNull();
        (await browser.OpenAsync("/trajecten?mine=true")).Find($"a[href='/trajecten/{@case.Id}']").ShouldBeNull();
    }

    [Fact]
    public async Task FindCases_ByPhaseNumberAndState_NarrowsTheList()
    {
        var officer = await Given(A.ProbationOfficer());
        var first = await Given(A.Case().LedBy(officer));
        var second = await Given(A.Case().LedBy(officer));
        await Host.ReadAsync(async db =>
        {
            await db.Cases.Where(c => c.Id == second.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, Clock.GetUtcNow()).SetProperty(c => c.Phase, CasePhase.Closed), Cancel);
            return await db.SaveChangesAsync(Cancel);
        });

        (await Found(officer, new FindCasesQuery())).ShouldBe([first.Id]);
        (await Found(officer, new FindCasesQuery(Closed: true))).ShouldBe([second.Id]);
        (await Found(officer, new FindCasesQuery(Number: second.Number))).ShouldBe([second.Id]);
        (await Found(officer, new FindCasesQuery(CasePhase.Matching))).ShouldBeEmpty();
    }

    [Fact]
    public async Task FindCases_Overdue_FindsCasesWithATaskTooLate()
    {
        var @case = await Given(A.Case());
        (await Found(@case.Officer, new FindCasesQuery(Overdue: true))).ShouldBeEmpty();

        Clock.Advance(TimeSpan.FromDays(30));

        (await Found(@case.Officer, new FindCasesQuery(Overdue: true))).ShouldBe([@case.Id]);
    }

    [Theory]
    [InlineData("omer")]
    [InlineData("YILMAZ ömer")]
    public async Task FindCases_ByName_MindsNoCapitalsAccentsOrOrder(string words)
    {
        var @case = await Given(A.Case().ForClient("Ömer", "Yilmaz"));

        (await Found(@case.Officer, new FindCasesQuery(Words: words))).ShouldBe([@case.Id]);
    }

    [Fact]
    public async Task Search_OnThePage_PutsNoNameInTheAddress()
    {
        var @case = await Given(A.Case().ForClient("Omar", "Zegers"));
        var browser = await As(@case.Officer).BrowseAsync();
        var list = await browser.OpenAsync("/trajecten");

        var found = await browser.SubmitAsync(list, new() { ["Words"] = "zegers" });

        found.Url.ToString().ToLowerInvariant().ShouldNotContain("zegers");
        found.Find($"a[href='/trajecten/{@case.Id}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Search_ForNothing_ShowsTheWholeListAgain()
    {
        var @case = await Given(A.Case());
        var browser = await As(@case.Officer).BrowseAsync();

        var found = await browser.SubmitAsync(await browser.OpenAsync("/trajecten?mine=true"), new() { ["Words"] = " " });

        found.Path.ShouldBe("/trajecten");
        found.Find($"a[href='/trajecten/{@case.Id}']").ShouldNotBeNull();
    }

    /// <summary>It leads to a place on this page, so it must not open another.</summary>
    [Fact]
    public async Task SkipLink_OnAFilteredList_StaysOnIt()
    {
        var browser = await As((await Given(A.Case())).Officer).BrowseAsync();

        (await browser.OpenAsync("/trajecten?mine=true")).Find(".nl-skip-link")!.GetAttribute("href").ShouldBe("/trajecten?mine=true#main");
    }

    [Fact]
    public async Task Search_OfSomebodyElse_IsNotFound()
    {
        var officer = await Given(A.ProbationOfficer());
        var search = await As(officer).SendAsync(new StoreCaseSearchCommand("zegers"));
        var colleague = await Given(A.ProbationOfficer());

        await Should.ThrowAsync<NotFoundException>(As(colleague).SendAsync(new FindCasesQuery(Search: search)));
    }

    private async Task<IEnumerable<CaseId>> Found(Account account, FindCasesQuery query) => (await As(account).SendAsync(query)).Items.Select(i => i.Id);
}
