using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.InclusionChecks;
using Regulatief.Tests.Features.CaseActions;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Shared.Display;

namespace Regulatief.Tests.Features.Cases;

/// <summary>A case is shown where it is, and not where it never came.</summary>
public sealed class PhaseStandingTests(SqliteHost host) : CaseActionTest(host)
{
    [Fact]
    public async Task Phases_NotIncluded_AreNotReachedAfterTheCheck()
    {
        var @case = await GivenCaseAt(CasePhase.InclusionCheck);
        var answers = StepAnswers.Inclusion;
        answers.OpenToContact = CriterionAnswer.No;
        await Complete(@case, HumanTaskKind.InclusionCheck, answers);
        await Complete(@case, HumanTaskKind.CaseTask, new CaseTaskAnswers { ["reactie"] = "Vindt het jammer." });

        var page = await (await As(@case.Client!).BrowseAsync()).OpenAsync("/mijn-traject");

        StatesOn(page).ShouldBe(["done", "notreached", "notreached", "notreached", "notreached", "done"]);
    }

    [Fact]
    public async Task Phases_StoppedWhileWorkingTogether_AreStoppedThere()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);

        await As(@case.Officer).SendAsync(new StopCaseCommand(@case.Id, ClosureReason.Detention, Reason));

        (await StatesFor(@case)).ShouldBe(
            [PhaseState.Done, PhaseState.Done, PhaseState.Done, PhaseState.Done, PhaseState.Done, PhaseState.Stopped, PhaseState.NotReached, PhaseState.Current]);
        StatesOn(await (await As(@case.Client!).BrowseAsync()).OpenAsync("/mijn-traject")).ShouldBe(["done", "done", "done", "stopped", "notreached", "current"]);
    }

    [Fact]
    public async Task Phases_ClosedAfterTheEvaluation_AreAllDone()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);
        await As(@case.Officer).SendAsync(new AskForEvaluationCommand(@case.Id, Reason));
        await Complete(@case, HumanTaskKind.Evaluation, StepAnswers.Evaluation((await CaseOf(@case)).Goals[0].Id.Value, Today, Regulatief.Cases.Evaluations.EvaluationConclusion.Close));

        (await StatesFor(@case))[..^1].ShouldAllBe(state => state == PhaseState.Done);
    }

    [Fact]
    public async Task Phases_NoVolunteerFound_AreStoppedAtTheMatching()
    {
        var @case = await GivenCaseAt(CasePhase.Matching);
        await Complete(@case, HumanTaskKind.MatchVolunteer, new Regulatief.Cases.Volunteers.MatchVolunteerAnswers { IsFound = false, NoMatchReason = "Niemand vrij." });
        await Complete(@case, HumanTaskKind.CaseTask, new CaseTaskAnswers { ["reden"] = "Niemand vrij.", ["outcome"] = "Sluiten" });

        (await StatesFor(@case))[2..4].ShouldBe([PhaseState.Stopped, PhaseState.NotReached]);
    }

    [Fact]
    public async Task Phases_ReopenedAfterAStop_RunAgain()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);
        await As(@case.Officer).SendAsync(new StopCaseCommand(@case.Id, ClosureReason.Detention, Reason));
        await Complete(@case, HumanTaskKind.Closure, StepAnswers.Closure);

        await As(@case.Officer).SendAsync(new ReopenCaseCommand(@case.Id, CasePhase.TaskDivision, Reason));

        (await StatesFor(@case))[3..].ShouldBe([PhaseState.Current, PhaseState.Upcoming, PhaseState.Upcoming, PhaseState.Upcoming, PhaseState.Upcoming]);
    }

    private async Task<List<PhaseState>> StatesFor(CaseUnderTest @case) =>
        [.. (await As(@case.Officer).SendAsync(new CasePageQuery(@case.Id))).Position.Phases.Select(p => p.State)];

    private static List<string> StatesOn(Page page) =>
        [.. page.Document.QuerySelectorAll(".phase").Select(phase => phase.ClassList.Single(name => name.StartsWith("phase--", StringComparison.Ordinal))["phase--".Length..])];
}
