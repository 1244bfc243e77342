using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Features.CaseActions;
using Regulatief.Tests.Features.Shared;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;

namespace Regulatief.Tests.Features.Cases;

public sealed class CaseTimelineTests(SqliteHost host) : CaseActionTest(host)
{
    [Fact]
    public async Task CaseTimeline_Volunteer_IsNotToldWhatOthersDecided()
    {
        var @case = await GivenCaseAt(CasePhase.TaskDivision);
        await Host.WriteAsync(db => db.Timeline.Add(new TimelineEntry
        {
            CaseId = @case.Id, Kind = TimelineKind.TaskCompleted, At = Clock.GetUtcNow(), ById = @case.Officer.Id, SubjectId = Guid.CreateVersion7(), Note = "Verder zonder informatie te delen?",
        }));

        var kinds = await KindsFor(@case, @case.Volunteer.Account);

        kinds.ShouldContain(TimelineKind.VolunteerMatched);
        kinds.ShouldNotContain(TimelineKind.TaskCompleted);
        kinds.ShouldNotContain(TimelineKind.InclusionDecided);
        (await KindsFor(@case, @case.Officer)).ShouldContain(TimelineKind.TaskCompleted);
    }

    [Fact]
    public async Task CaseTimeline_VolunteerWhoCameBack_IsToldOfEachTimeTheyStoodThere()
    {
        var @case = await Given(A.Case().Paired());
        await HappensAsync(@case, TimelineKind.GoalAdded);
        await Host.WriteAsync(db => db.VolunteerAssignments.Single(a => a.CaseId == @case.Id).End(Clock.GetUtcNow(), Reason));
        await HappensAsync(@case, TimelineKind.Paused);
        await Host.WriteAsync(db => db.Add(new VolunteerAssignment { CaseId = @case.Id, VolunteerId = @case.Volunteer.Id, From = Clock.GetUtcNow() }));
        await HappensAsync(@case, TimelineKind.GoalEnded);

        (await KindsFor(@case, @case.Volunteer.Account)).ShouldBe([TimelineKind.GoalEnded, TimelineKind.GoalAdded]);
    }

    [Fact]
    public async Task CaseTimeline_Client_IsToldOfTheOwnCaseWithoutTheTasksOfOthers()
    {
        var @case = await GivenCaseAt(CasePhase.TaskDivision);

        var kinds = await KindsFor(@case, @case.Client!);

        kinds.ShouldContain(TimelineKind.InclusionDecided);
        kinds.ShouldNotContain(TimelineKind.TaskCompleted);
    }

    [Fact]
    public async Task CaseTimeline_InEnglish_TranslatesTheTitlesThatWeShipAndNoOthers()
    {
        var @case = await GivenCaseAt(CasePhase.TaskDivision);
        await Host.WriteAsync(db => db.Timeline.Add(new TimelineEntry
        {
            CaseId = @case.Id, Kind = TimelineKind.TaskCompleted, At = Clock.GetUtcNow(), ById = @case.Officer.Id, Note = "Een eigen stap",
        }));
        using var _ = Language.Of("en");

        var told = (await As(@case.Officer).SendAsync(new CaseTimelineQuery(@case.Id))).Items.Select(i => i.Sentence).ToList();

        told.ShouldContain(sentence => sentence.Contains("Safety of the meeting place"));
        told.ShouldContain(sentence => sentence.Contains("Een eigen stap"));
    }

    [Fact]
    public async Task TaskPage_InEnglish_HasItsTitleInEnglish()
    {
        var @case = await GivenCaseAt(CasePhase.TaskDivision);
        var task = await OpenTask(@case, HumanTaskKind.TaskDivision);
        var browser = await As(@case.Officer).BrowseAsync();
        await browser.SubmitAsync(await browser.OpenAsync("/"), new() { ["language"] = "en" }, "form[action='/taal']");

        var page = await browser.OpenAsync($"/taken/{task.Id}");
        (page.Heading, page.Document.Title).ShouldBe(("Divide the tasks in the first three-way talk", "Divide the tasks in the first three-way talk · Regulatief"));
        (await browser.OpenAsync("/")).Text.ShouldContain("Divide the tasks in the first three-way talk");
    }

    private async Task HappensAsync(CaseUnderTest @case, TimelineKind kind)
    {
        Clock.Advance(TimeSpan.FromHours(1));
        await Host.WriteAsync(db => db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = kind, At = Clock.GetUtcNow(), ById = @case.Officer.Id }));
        Clock.Advance(TimeSpan.FromHours(1));
    }

    private async Task<List<TimelineKind>> KindsFor(CaseUnderTest @case, Regulatief.Cases.Accounts.Account account) =>
        [.. (await As(account).SendAsync(new CaseTimelineQuery(@case.Id))).Items.Select(i => i.Kind)];
}
