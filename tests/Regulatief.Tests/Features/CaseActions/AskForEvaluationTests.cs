using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;

namespace Regulatief.Tests.Features.CaseActions;

public sealed class AskForEvaluationTests(SqliteHost host) : CaseActionTest(host)
{
    [Fact]
    public async Task AskForEvaluation_Coordinator_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Coordinator).SendAsync(Asking(@case)))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task AskForEvaluation_NotWorkingTogetherYet_IsRefused()
    {
        var @case = await GivenCaseAt(CasePhase.TaskDivision);

        (await Should.ThrowAsync<CaseRuleException>(As(@case.Officer).SendAsync(Asking(@case)))).Code.ShouldBe("case-not-working-together");
    }

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Volunteer)]
    [InlineData(AccountRole.Client)]
    public async Task AskForEvaluation_OneOfTheThree_EndsTheMeetingsAndOpensIt(AccountRole role)
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);

        await As(@case.AccountOf(role)).SendAsync(Asking(@case));

        (await OpenTask(@case, HumanTaskKind.Evaluation)).ShouldNotBeNull();
        (await Read(db => db.HumanTasks.AnyAsync(t => t.Kind == HumanTaskKind.Meeting && t.Status == HumanTaskStatus.Open, Cancel))).ShouldBeFalse();
        (await CaseOf(@case)).Phase.ShouldBe(CasePhase.Evaluation);
    }

    [Fact]
    public async Task AskForEvaluation_OnThePage_ReturnsToTheCase()
    {
        var @case = await GivenCaseAt(CasePhase.WorkingTogether);
        var browser = await As(@case.Officer).BrowseAsync();
        var form = await browser.OpenAsync($"/trajecten/{@case.Id}/acties/evaluatie");

        var page = await browser.SubmitAsync(form, new() { ["Form.Reason"] = Reason });

        page.Url.AbsolutePath.ShouldBe($"/trajecten/{@case.Id}");
        page.Find(".next-step")!.TextContent.ShouldContain("Evaluatie");
    }

    private static AskForEvaluationCommand Asking(CaseUnderTest @case) => new(@case.Id, Reason);
}
