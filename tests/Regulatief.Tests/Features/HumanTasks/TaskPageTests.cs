using System.Net;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class TaskPageTests(SqliteHost host) : StepTest(host, HumanTaskKind.Evaluation)
{
    [Fact]
    public async Task TaskPage_VolunteerOfTheCase_IsNotFound() =>
        (await PageFor(Case.Volunteer.Account)).Status.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task TaskPage_AnswersThatCannotBeRead_ComeBackAtTheirFields()
    {
        var browser = await As(Worker).BrowseAsync();
        var form = await browser.OpenAsync($"/taken/{Step.Id}");

        var again = await browser.SubmitAsync(form, new() { ["Answers.HeldOn"] = "gisteren", ["Answers.Conclusion"] = "Misschien" });

        again.Status.ShouldBe(HttpStatusCode.BadRequest);
        again.FieldsInError.ShouldContain("Answers.HeldOn");
    }

    [Theory]
    [InlineData(HumanTaskKind.InclusionCheck)]
    [InlineData(HumanTaskKind.StartContact)]
    [InlineData(HumanTaskKind.SafetyCheck)]
    [InlineData(HumanTaskKind.TaskDivision)]
    [InlineData(HumanTaskKind.Meeting)]
    [InlineData(HumanTaskKind.Evaluation)]
    [InlineData(HumanTaskKind.VolunteerHandover)]
    [InlineData(HumanTaskKind.Closure)]
    [InlineData(HumanTaskKind.CaseTask)]
    public async Task TaskPage_SentEmpty_ComesBackWithItsErrors(HumanTaskKind kind)
    {
        var task = await OpenTask(Case, kind);
        var browser = await As(Case.AccountOf(task.Role)).BrowseAsync();

        var again = await browser.SubmitAsync(await browser.OpenAsync($"/taken/{task.Id}"), form: "form.form");

        again.Status.ShouldBe(HttpStatusCode.BadRequest, again.Text);
        again.Find(".error-summary").ShouldNotBeNull();
    }

    [Fact]
    public async Task TaskPage_SentWhenDoneMeanwhile_SaysByWhom()
    {
        var browser = await As(Worker).BrowseAsync();
        var form = await browser.OpenAsync($"/taken/{Step.Id}");
        await Complete(StepAnswers.Evaluation(Goal, Today));

        var late = await browser.SubmitAsync(form, new() { ["Answers.ClientsWords"] = "Anders." });

        late.Status.ShouldBe(HttpStatusCode.Conflict);
        late.Text.ShouldContain(Worker.DisplayName);
    }

    [Fact]
    public async Task TaskPage_DoneAlready_SaysSo()
    {
        await Complete(StepAnswers.Evaluation(Goal, Today));

        (await PageFor(Worker)).Text.ShouldContain("Deze taak is al klaar");
    }
}
