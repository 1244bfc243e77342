using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.MyWork;

namespace Regulatief.Tests.Features.MyWork;

public sealed class MyWorkTests(SqliteHost host) : FeatureTest(host)
{
    [Theory]
    [InlineData(AccountRole.Manager, "/rapportage")]
    [InlineData(AccountRole.Designer, "/cycli")]
    [InlineData(AccountRole.Administrator, "/accounts")]
    public async Task MyWork_RoleWithOnePlace_ArrivesThere(AccountRole role, string path)
    {
        var page = await (await As(await Given(A.Account(role))).BrowseAsync()).OpenAsync("/");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Url.AbsolutePath.ShouldBe(path);
    }

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Coordinator)]
    [InlineData(AccountRole.Volunteer)]
    [InlineData(AccountRole.PrivacyOfficer)]
    public async Task MyWork_NothingToDo_SaysSo(AccountRole role)
    {
        var page = await (await As(await Given(A.Account(role))).BrowseAsync()).OpenAsync("/");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Find(".empty").ShouldNotBeNull();
    }

    [Fact]
    public async Task OfficerWork_ATaskComesNearer_MovesFromLaterToLate()
    {
        var @case = await Given(A.Case());
        (await Work(@case.Officer)).Tasks.Later.Count.ShouldBe(1);

        Clock.Advance(TimeSpan.FromDays(10));
        (await Work(@case.Officer)).Tasks.ThisWeek.Count.ShouldBe(1);

        Clock.Advance(TimeSpan.FromDays(4));
        (await Work(@case.Officer)).Tasks.Today.Count.ShouldBe(1);

        Clock.Advance(TimeSpan.FromDays(1));
        (await Work(@case.Officer)).Tasks.Late.Count.ShouldBe(1);
    }

    [Fact]
    public async Task OfficerWork_NothingHappenedForFourWeeks_StandsStill()
    {
        var @case = await Given(A.Case());

        Clock.Advance(TimeSpan.FromDays(29));

        (await Work(@case.Officer)).Still.Single().Id.ShouldBe(@case.Id);
    }

    [Fact]
    public async Task OfficerWork_TalkOfAnEarlierMonthThatNobodyRecorded_IsNoTalkOfThisWeek()
    {
        var @case = await Given(A.Case());
        var today = new DateOnly(2026, 11, 24);
        await Host.WriteAsync(db => db.Meetings.AddRange(
            new ThreeWayMeeting { CaseId = @case.Id, Round = 1, PlannedOn = today.AddDays(-40) },
            new ThreeWayMeeting { CaseId = @case.Id, Round = 1, PlannedOn = today },
            new ThreeWayMeeting { CaseId = @case.Id, Round = 1, PlannedOn = today.AddDays(8) }));

        (await Work(@case.Officer)).Meetings.Select(m => m.On).ShouldBe([today]);
        (await As(@case.Officer).SendAsync(new FindCasesQuery())).Items.Single().NextMeetingOn.ShouldBe(today);
        (await As(@case.Officer).SendAsync(new CaseSummaryQuery(@case.Id))).NextMeetingOn.ShouldBe(today);
        (await As(@case.Officer).SendAsync(new CasePageQuery(@case.Id))).NextMeeting!.On.ShouldBe(today);
    }

    [Fact]
    public async Task CoordinatorWork_AfterInclusionWithoutVolunteer_IsListed()
    {
        var @case = await Given(A.Case());
        await Host.ReadAsync(async db =>
        {
            await db.Cases.ExecuteUpdateAsync(set => set.SetProperty(c => c.Phase, CasePhase.Matching), Cancel);
            return await db.SaveChangesAsync(Cancel);
        });

        var work = await As(@case.Coordinator).SendAsync(new CoordinatorWorkQuery());

        work.WithoutVolunteer.Single().Id.ShouldBe(@case.Id);
        work.Free.Single().Name.ShouldBe(@case.Volunteer.Volunteer.FullName);
    }

    [Fact]
    public async Task VolunteerWork_Paired_OffersTheTwoThingsToDo()
    {
        var @case = await Given(A.Case().ForClient("Omar", "Zegers").Paired());

        var page = await (await As(@case.Volunteer.Account).BrowseAsync()).OpenAsync("/");

        page.Find($"a[href='/trajecten/{@case.Id}/activiteiten/nieuw']").ShouldNotBeNull();
        page.Find($"a[href='/trajecten/{@case.Id}/signalen/nieuw']").ShouldNotBeNull();
        page.Text.ShouldNotContain("Zegers");
    }

    [Fact]
    public async Task MarkNoticesRead_OfSomebodyElse_ChangesNothing()
    {
        var officer = await Given(A.ProbationOfficer());
        var notice = new Notice { AccountId = officer.Id, Kind = NoticeKind.TaskReminder, At = Clock.GetUtcNow() };
        await Host.WriteAsync(db => db.Notices.Add(notice));

        (await As(await Given(A.ProbationOfficer())).SendAsync(new MarkNoticesReadCommand(notice.Id))).ShouldBe(0);

        (await Work(officer)).Notices.Single().Id.ShouldBe(notice.Id);
    }

    [Fact]
    public async Task MarkNoticesRead_OnThePage_TakesItAway()
    {
        var officer = await Given(A.ProbationOfficer());
        await Host.WriteAsync(db => db.Notices.Add(new Notice { AccountId = officer.Id, Kind = NoticeKind.TaskReminder, At = Clock.GetUtcNow() }));
        var browser = await As(officer).BrowseAsync();
        var page = await browser.OpenAsync("/");

        var after = await browser.SubmitAsync(page, form: "#berichten form");

        after.Find("#berichten").ShouldBeNull();
    }

    private Task<OfficerWork> Work(Account officer) => As(officer).SendAsync(new OfficerWorkQuery());
}
