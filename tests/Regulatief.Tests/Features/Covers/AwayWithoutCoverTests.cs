using System.Net;
using System.Net.Http.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.Escalations;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.Meetings;
using Regulatief.Web.Features.MyWork;

namespace Regulatief.Tests.Features.Covers;

/// <summary>Somebody is away and nobody covers: the work waits for them, and who counts on them sees it.</summary>
public sealed class AwayWithoutCoverTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    private CaseUnderTest _case = null!;
    private Account _manager = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _case = await Given(A.Case().Running("alle-stappen").Paired());
        _manager = await Given(A.Account(AccountRole.Manager));
    }

    [Fact]
    public async Task Away_OverDaysThatOneCoversForAnother_IsRefused()
    {
        var colleague = await Given(A.ProbationOfficer());
        await As(colleague).SendAsync(new NameCoverCommand(null, _case.Officer.Id, Today, Today.AddDays(7)));

        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(Away()))).Code.ShouldBe("cover-covers-another");
    }

    [Fact]
    public async Task Away_OverDaysThatOneIsAway_IsRefused()
    {
        await As(_case.Officer).SendAsync(Away());

        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(Away() with { From = Today.AddDays(7), Until = Today.AddDays(9) }))).Code.ShouldBe("cover-overlap");
    }

    [Fact]
    public async Task Away_AColleagueIs_CannotCoverForAnother()
    {
        var colleague = await Given(A.ProbationOfficer());
        await As(colleague).SendAsync(Away());

        (await Should.ThrowAsync<CaseRuleException>(As(_case.Officer).SendAsync(Away() with { CoveredById = colleague.Id }))).Code.ShouldBe("cover-colleague-absent");
    }

    [Fact]
    public async Task Away_ForOneselfOrByManagerOrCoordinator_IsSeenByThemWithoutACover()
    {
        await As(_case.Officer).SendAsync(Away());

        foreach (var account in new[] { _case.Officer, _case.Coordinator, _manager })
            (await As(account).SendAsync(new CoverListQuery())).Items.ShouldHaveSingleItem().CoveredBy.ShouldBeNull();
        (await As(await Given(A.ProbationOfficer())).SendAsync(new CoverListQuery())).Items.ShouldBeEmpty();

        await As(_manager).SendAsync(Away() with { AbsentId = _case.Coordinator.Id });
        (await Read(db => db.Notices.Where(n => n.Kind == NoticeKind.CoverNamed).Select(n => n.AccountId).ToListAsync(Cancel))).ShouldBe([_case.Coordinator.Id]);
    }

    [Fact]
    public async Task Away_TasksAndNoticesStayWhereTheyAre()
    {
        await Host.WriteAsync(db => db.Notices.Add(new Notice { AccountId = _case.Officer.Id, Kind = NoticeKind.CaseAssigned, CaseId = _case.Id, At = Clock.GetUtcNow() }));
        var before = await As(_case.Officer).SendAsync(new OfficerWorkQuery());

        await As(_case.Officer).SendAsync(Away());

        var after = await As(_case.Officer).SendAsync(new OfficerWorkQuery());
        after.Tasks.Count.ShouldBe(before.Tasks.Count);
        after.Notices.Select(n => n.Kind).ShouldBe(before.Notices.Select(n => n.Kind));
    }

    [Fact]
    public async Task Away_AMeetingThen_IsAskedAboutFirst()
    {
        await As(_case.Officer).SendAsync(Away());
        var meeting = await Read(db => db.Meetings.Where(m => m.CaseId == _case.Id).Select(m => m.Id).SingleAsync(Cancel));

        (await Should.ThrowAsync<ValidationException>(As(_case.Volunteer.Account).SendAsync(
            new ProposeMeetingCommand(meeting, Today.AddDays(3), new TimeOnly(14, 0), 60, LocationType.ProbationOffice, null, null, Despite: false))))
            .Errors.Select(e => e.ErrorCode).ShouldBe(["meeting-professional-away"]);
    }

    [Fact]
    public async Task Away_ACoordinator_StandsSoAmongTheCandidates()
    {
        await As(_case.Coordinator).SendAsync(Away());
        var task = await OpenTask(_case, HumanTaskKind.VolunteerHandover);

        var candidate = (await As(_manager).SendAsync(new TaskCandidatesQuery(task.Id))).Candidates.Single(c => c.AccountId == _case.Coordinator.Id);

        (candidate.AbsentUntil, candidate.CoveredBy).ShouldBe((Today.AddDays(7), null));
    }

    [Fact]
    public async Task Away_TheLadder_PassesTheStepOfWhoCovers()
    {
        var @case = await Given(A.Case().Running("regulatieve-cyclus"));
        await As(_manager).SendAsync(new SaveLadderCommand { ProjectId = @case.Project.Id.Value, Kind = HumanTaskKind.Intake, Worker = 0, Cover = 1, Coordinator = 3, AgainEvery = 2 });
        await As(@case.Officer).SendAsync(Away() with { Until = Today.AddDays(30) });

        await Host.PassAsync(TimeSpan.FromDays(15));
        for (var day = 0; day < 5; day++) await Host.PassAsync(TimeSpan.FromDays(1));

        (await Read(db => db.Escalations.Where(e => e.CaseId == @case.Id && e.Task!.Kind == HumanTaskKind.Intake).OrderBy(e => e.Generation).Select(e => e.Rung).ToListAsync(Cancel)))
            .ShouldBe([EscalationRung.Worker, EscalationRung.Coordinator]);
    }

    [Fact]
    public async Task Away_OnThePages_IsSaidWithoutAColleague()
    {
        var browser = await As(_case.Officer).BrowseAsync();

        var page = await browser.SubmitAsync(await browser.OpenAsync("/waarneming"), new() { ["Form.CoveredById"] = "", ["Form.From"] = "2026-11-24", ["Form.Until"] = "2026-12-01" });

        page.Text.ShouldContain("U bent afwezig");
        page.Text.ShouldContain("Niemand neemt waar");
        (await browser.OpenAsync($"/trajecten/{_case.Id}")).Text.ShouldContain("zonder waarneming");
        (await As(_case.Officer).SendAsync(new CasePageQuery(_case.Id))).People.Cover!.Name.ShouldBeNull();
    }

    [Fact]
    public async Task Away_OverTheApi_IsSaidListedAndEnded()
    {
        var api = await As(_case.Officer).ApiAsync();
        (await PostAsync(api, "/api/v1/covers", new { from = "2026-11-24", until = "2026-12-01" })).StatusCode.ShouldBe(HttpStatusCode.Created);

        var listed = (await (await api.GetAsync(new Uri("/api/v1/covers", UriKind.Relative), Cancel)).JsonAsync()).AsArray().ShouldHaveSingleItem()!;
        ((string?)listed["coveredBy"]).ShouldBeNull();
        (await PostAsync(api, $"/api/v1/covers/{(string?)listed["id"]}/end", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await As(_case.Officer).SendAsync(new CoverListQuery())).Items.ShouldBeEmpty();
    }

    private static NameCoverCommand Away() => new(null, null, Today, Today.AddDays(7));

    private static async Task<HttpResponseMessage> PostAsync(HttpClient api, string url, object? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return await api.SendAsync(request, Cancel);
    }
}
