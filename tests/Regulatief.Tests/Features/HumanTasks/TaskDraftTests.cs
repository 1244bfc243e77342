using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.InclusionChecks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class SaveTaskDraftTests(SqliteHost host) : StepTest(host, HumanTaskKind.InclusionCheck)
{
    private static (string, string) Button => (HumanTasksController.DraftField, "true");

    [Fact]
    public async Task SaveTaskDraft_TaskOfAnotherCase_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As(await Given(A.ProbationOfficer())).SendAsync(HalfFilled()));

    [Fact]
    public async Task SaveTaskDraft_TaskDoneMeanwhile_IsRefused()
    {
        await Complete(StepAnswers.Inclusion);

        await Should.ThrowAsync<ConcurrencyConflictException>(As(Worker).SendAsync(HalfFilled()));
    }

    [Fact]
    public async Task SaveTaskDraft_ByTheButton_IsThereWhenTheTaskIsOpenedAgain()
    {
        var browser = await As(Worker).BrowseAsync();
        var kept = await browser.SubmitAsync(
            await browser.OpenAsync($"/taken/{Step.Id}"), new() { ["Answers.NeedsHelp"] = "Yes", ["Answers.NeedsHelpReason"] = "Heeft niemand." }, button: Button);
        kept.Text.ShouldContain("Uw concept is bewaard");

        var again = await (await As(Worker).BrowseAsync()).OpenAsync($"/taken/{Step.Id}");

        again.Text.ShouldContain("U gaat verder met uw concept van di 24 nov 2026, 09:00");
        again.Find("[name='Answers.NeedsHelpReason']")!.TextContent.Trim().ShouldBe("Heeft niemand.");
        again.Find("[name='Answers.NeedsHelp'][value='Yes']")!.HasAttribute("checked").ShouldBeTrue();
        (await StepNow()).IsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task SaveTaskDraft_ByTheScript_AnswersWithoutAPage()
    {
        var browser = await As(Worker).BrowseAsync();

        var kept = await browser.SubmitAsync(
            await browser.OpenAsync($"/taken/{Step.Id}"), new() { ["Answers.NeedsHelpReason"] = "Heeft niemand." }, button: (HumanTasksController.DraftField, "auto"));

        kept.Status.ShouldBe(HttpStatusCode.NoContent);
        (await Read(db => db.TaskDrafts.SingleAsync(Cancel))).AnswersJson.ShouldContain("Heeft niemand.");
    }

    [Fact]
    public async Task SaveTaskDraft_Again_KeepsTheLast()
    {
        await As(Worker).SendAsync(HalfFilled("Eerst."));
        await As(Worker).SendAsync(HalfFilled("Dan."));

        (await Opened<InclusionCheckAnswers>()).NeedsHelpReason.ShouldBe("Dan.");
        (await Read(db => db.TaskDrafts.CountAsync(Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task SaveTaskDraft_ColleagueWhoCovers_DoesNotSeeIt()
    {
        await As(Worker).SendAsync(HalfFilled());
        var colleague = await Given(A.ProbationOfficer());
        var today = Today;
        await Host.WriteAsync(db => db.Covers.Add(new Regulatief.Cases.Accounts.Cover { AbsentId = Worker.Id, CoveredById = colleague.Id, Role = Regulatief.Cases.Accounts.AccountRole.ProbationOfficer, From = today, Until = today }));

        var page = await PageFor(colleague);

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldNotContain("Heeft niemand.");
        page.Text.ShouldNotContain("uw concept van");
    }

    [Fact]
    public async Task SaveTaskDraft_TaskCompleted_IsRemoved()
    {
        await As(Worker).SendAsync(HalfFilled());

        await Complete(StepAnswers.Inclusion);

        (await Read(db => db.TaskDrafts.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task SaveTaskDraft_TaskCancelled_IsRemoved()
    {
        var @case = await Given(A.Case().Running("regulatieve-cyclus"));
        await Complete(@case, HumanTaskKind.Intake, Answers.Intake);
        await Complete(@case, HumanTaskKind.InclusionCheck, StepAnswers.Inclusion);
        var matching = await OpenTask(@case, HumanTaskKind.MatchVolunteer);
        await As(@case.Coordinator).SendAsync(new SaveTaskDraftCommand(matching.Id, new() { ["noMatchReason"] = "Nog niemand." }));

        await As(@case.Officer).SendAsync(new StopCaseCommand(@case.Id, ClosureReason.Detention, "Zit vast."));

        (await Read(db => db.TaskDrafts.AnyAsync(Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task SaveTaskDraft_UnreadableSince_OpensAsNew()
    {
        await Host.WriteAsync(db => db.TaskDrafts.Add(new TaskDraft { TaskId = Step.Id, AccountId = Worker.Id, AnswersJson = """{"wasAskedBefore":1}""", SavedAt = RegulatiefHost.Morning }));

        var page = await PageFor(Worker);

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldNotContain("uw concept van");
    }

    [Fact]
    public async Task SaveTaskDraft_GoalAddedSince_IsAskedBesideWhatWasFilledIn()
    {
        var evaluation = await OpenTask(Case, HumanTaskKind.Evaluation);
        await As(Worker).SendAsync(new SaveTaskDraftCommand(evaluation.Id, TaskForm.Write(StepAnswers.Evaluation(Goal, Today))));
        await As(Worker).SendAsync(new AddGoalCommand(Case.Id, "Schulden op orde", GoalKind.RiskAndProtectiveFactors, LifeDomain.Finances));

        var draft = (EvaluationAnswers)(await As(Worker).SendAsync(new TaskPageQuery(evaluation.Id))).BoxedAnswers;

        draft.Goals.Select(g => g.Progress).ShouldBe([4, null]);
    }

    private SaveTaskDraftCommand HalfFilled(string reason = "Heeft niemand.") => new(Step.Id, new() { ["needsHelpReason"] = reason });
}

public sealed class DiscardTaskDraftTests(SqliteHost host) : StepTest(host, HumanTaskKind.InclusionCheck)
{
    [Fact]
    public async Task DiscardTaskDraft_OnThePage_OpensTheTaskAsNew()
    {
        await As(Worker).SendAsync(new SaveTaskDraftCommand(Step.Id, new() { ["needsHelpReason"] = "Heeft niemand." }));
        var browser = await As(Worker).BrowseAsync();

        var page = await browser.SubmitAsync(await browser.OpenAsync($"/taken/{Step.Id}"), form: "form[action$='concept-weggooien']");

        page.Find("[name='Answers.NeedsHelpReason']")!.TextContent.Trim().ShouldBeEmpty();
        (await Read(db => db.TaskDrafts.AnyAsync(Cancel))).ShouldBeFalse();
    }
}
