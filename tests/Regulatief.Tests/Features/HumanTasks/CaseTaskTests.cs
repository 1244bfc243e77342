using System.Net;
using System.Text.Json.Nodes;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class CaseTaskTests(SqliteHost host) : StepTest(host, HumanTaskKind.CaseTask)
{
    [Fact]
    public Task CaseTask_NothingFilledIn_AsksWhatIsRequiredAndTheOutcome() => ShouldRefuse(new CaseTaskAnswers(), "verslag", "outcome");

    [Fact]
    public Task CaseTask_UnknownField_IsRefusedByItsName() =>
        ShouldRefuse(new CaseTaskAnswers { ["verslag"] = "Goed.", ["outcome"] = "Door", ["hobby"] = "Vissen" }, ("hobby", "answer-unknown-field"));

    [Theory]
    [InlineData("aantal", "veel", "answer-not-a-number")]
    [InlineData("dag", "24-11-2026", "answer-not-a-date")]
    [InlineData("dag", "2026-02-30", "answer-not-a-date")]
    [InlineData("soort", "Vergaderen", "answer-not-a-choice")]
    [InlineData("akkoord", "misschien", "answer-not-yes-or-no")]
    [InlineData("cijfer", "6", "answer-not-a-rating")]
    [InlineData("wie", "Burgemeester", "answer-not-a-choice")]
    [InlineData("outcome", "Later", "answer-not-a-choice")]
    public Task CaseTask_WrongKindOfAnswer_IsRefusedAtTheField(string field, string answer, string code) =>
        ShouldRefuse(new CaseTaskAnswers { ["verslag"] = "Goed.", ["outcome"] = "Door", [field] = answer }, (field, code));

    [Fact]
    public async Task CaseTask_FilledIn_KeepsEachAnswerAsItsKind()
    {
        var answers = new CaseTaskAnswers
        {
            ["verslag"] = "Goed gesprek.", ["aantal"] = "3", ["dag"] = "2026-11-24", ["soort"] = "Bijpraten", ["akkoord"] = "true", ["cijfer"] = "4",
            ["wie"] = "Volunteer", ["outcome"] = "Stoppen",
        };

        (await Complete(answers)).Outcome.ShouldBe("Stoppen");

        var kept = JsonNode.Parse((await StepNow()).AnswersJson!);
        JsonNode.DeepEquals(kept, JsonNode.Parse(
            """{"verslag":"Goed gesprek.","aantal":3,"dag":"2026-11-24","soort":"Bijpraten","akkoord":true,"cijfer":4,"wie":"Volunteer"}""")).ShouldBeTrue(kept!.ToJsonString());
    }

    [Fact]
    public async Task CaseTask_OutcomeNamedBesideTheAnswers_Counts() =>
        (await Complete(new CaseTaskAnswers { ["verslag"] = "Goed." }, "Door")).Outcome.ShouldBe("Door");

    [Fact]
    public async Task CaseTask_OnThePage_ComesBackWithItsErrorsAndThenCompletes()
    {
        var browser = await As(Worker).BrowseAsync();
        var form = await browser.OpenAsync($"/taken/{Step.Id}");

        var again = await browser.SubmitAsync(form, new() { ["Answers.verslag"] = "", ["Answers.onderwerp"] = "Wonen" });
        await browser.SubmitAsync(again, new() { ["Answers.verslag"] = "Goed.", ["Answers.outcome"] = "Door" });

        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.FieldsInError.ShouldBe(["Answers.verslag", "Answers.outcome"], ignoreOrder: true);
        again.Find("[name='Answers.onderwerp']")!.GetAttribute("value").ShouldBe("Wonen");
        (await StepNow()).Outcome.ShouldBe("Door");
    }
}
