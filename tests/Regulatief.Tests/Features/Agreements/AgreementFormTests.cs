using System.Text.Json.Nodes;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.Agreements;

/// <summary>The step of making agreements, completed by hand.</summary>
public sealed class AgreementFormTests(SqliteHost host) : AgreementTest(host)
{
    [Fact]
    public async Task CompleteAgreementTask_NothingProposed_NamesAllThree() =>
        (await Refusal()).Values.ShouldBe([new[] { CaseRole.Client, CaseRole.Volunteer, CaseRole.Professional }]);

    [Fact]
    public async Task CompleteAgreementTask_OneSignatureMissing_NamesWhoseItIs()
    {
        var agreement = await Proposed();
        await Sign(agreement, Case.Officer);
        await Sign(agreement, Case.Volunteer.Account);

        (await Refusal()).Values.ShouldBe([new[] { CaseRole.Client }]);
    }

    [Fact]
    public async Task CompleteAgreementTask_ThroughTheApi_SaysWhoIsMissingInWords()
    {
        var task = await OpenTask(Case, HumanTaskKind.Agreement);
        var api = await As(Case.Officer).ApiAsync();

        var answer = await api.PostAsync($"/api/v1/tasks/{task.Id}/complete", new { outcome = "Agreed", data = new { } });

        var problem = await answer.JsonAsync();
        ((string?)problem["title"]).ShouldBe("agreement-signatures-missing");
        ((string?)problem["detail"])!.ShouldContain("Cliënt, Vrijwilliger, Professional");
    }

    [Fact]
    public async Task CompleteAgreementTask_SuccessorHasNotSigned_NamesTheVolunteer()
    {
        await AtALaterRound();
        await Succeeded();

        (await Refusal()).Values.ShouldBe([new[] { CaseRole.Volunteer }]);
    }

    [Fact]
    public async Task CompleteAgreementTask_RefusedThoughNobodyRefused_IsRefused()
    {
        await AtALaterRound();

        await RefusedAs("task-outcome-contradicts", Completing("Refused"));
    }

    [Fact]
    public async Task CompleteAgreementTask_InForce_RecordsThatTheyStayAsTheyAre()
    {
        await AtALaterRound();

        var result = await Completing("Agreed");

        result.Outcome.ShouldBe("Agreed");
        (await OpenTasks()).ShouldBe(["Samen aan de slag"]);
    }

    [Fact]
    public async Task CompleteAgreementTask_OnThePage_OffersToKeepThem()
    {
        await AtALaterRound();
        var task = await OpenTask(Case, HumanTaskKind.Agreement);
        var browser = await As(Case.Officer).BrowseAsync();

        await browser.SubmitAsync(await browser.OpenAsync($"/taken/{task.Id}"), new() { ["Answers.Remarks"] = "Ze passen nog." });

        (await OpenTasks()).ShouldBe(["Samen aan de slag"]);
    }

    /// <summary>A step that waits while an agreement is in force, as at a later round.</summary>
    private async Task AtALaterRound()
    {
        await SignedByAll();
        await Host.WriteAsync(db => db.HumanTasks.Add(new HumanTask
        {
            CaseId = Case.Id,
            Kind = HumanTaskKind.Agreement,
            Title = "Afspraken opnieuw bekijken",
            Role = AccountRole.ProbationOfficer,
            Outcomes = ["Agreed", "Refused"],
            OpenedAt = Clock.GetUtcNow(),
            DueOn = Today.AddDays(14),
        }));
    }

    private async Task<CaseRuleException> Refusal()
    {
        var refusal = await Should.ThrowAsync<CaseRuleException>(Completing("Agreed"));
        refusal.Code.ShouldBe("agreement-signatures-missing");
        return refusal;
    }

    private async Task<CompleteHumanTaskResult> Completing(string outcome)
    {
        var task = await OpenTask(Case, HumanTaskKind.Agreement);
        return await As(Case.Officer).SendAsync(new CompleteHumanTaskCommand(task.Id, outcome, new JsonObject()));
    }
}
