using Regulatief.Cases;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.InclusionChecks;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class InclusionCheckTests(SqliteHost host) : StepTest(host, HumanTaskKind.InclusionCheck)
{
    [Fact]
    public Task InclusionCheck_NothingFilledIn_AsksThreeCriteriaWithReasonsAndTheClientsWord() => ShouldRefuse(
        new InclusionCheckAnswers(),
        "NoSafetyRisk", "NoSafetyRiskReason", "NeedsHelp", "NeedsHelpReason", "OpenToContact", "OpenToContactReason", "ClientsWords");

    [Fact]
    public async Task InclusionCheck_AnswerWithoutReason_IsRefusedAtTheReason()
    {
        var answers = StepAnswers.Inclusion;
        answers.NeedsHelpReason = " ";

        await ShouldRefuse(answers, ("NeedsHelpReason", "NotEmptyValidator"));
    }

    [Fact]
    public async Task InclusionCheck_NamedIncludedWithoutTheCriteria_IsRefused()
    {
        var answers = StepAnswers.Inclusion;
        answers.OpenToContact = CriterionAnswer.Unknown;

        (await Should.ThrowAsync<CaseRuleException>(Complete(answers, "Included"))).Code.ShouldBe("task-outcome-contradicts");
    }

    [Theory]
    [InlineData(CriterionAnswer.Yes, CriterionAnswer.Yes, "Included")]
    [InlineData(CriterionAnswer.Unknown, CriterionAnswer.Yes, "MoreInformation")]
    [InlineData(CriterionAnswer.No, CriterionAnswer.Yes, "NotIncluded")]
    [InlineData(CriterionAnswer.Unknown, CriterionAnswer.No, "NotIncluded")]
    public async Task InclusionCheck_Answers_DecideTheOutcome(CriterionAnswer safety, CriterionAnswer contact, string outcome)
    {
        var answers = StepAnswers.Inclusion;
        (answers.NoSafetyRisk, answers.OpenToContact) = (safety, contact);

        (await Complete(answers)).Outcome.ShouldBe(outcome);

        (await CaseOf(Case)).ClosureReason.ShouldBe(outcome == "NotIncluded" ? ClosureReason.NotIncluded : null);
        await Told(TimelineKind.InclusionDecided);
    }

    [Fact]
    public async Task InclusionCheck_DoneAgain_OpensWithTheEarlierAnswers()
    {
        await Host.WriteAsync(db => db.InclusionChecks.Add(new InclusionCheck
        {
            CaseId = Case.Id, NoSafetyRisk = CriterionAnswer.Yes, NoSafetyRiskReason = "Rustig.", NeedsHelp = CriterionAnswer.Unknown, NeedsHelpReason = "Nog niet besproken.",
            OpenToContact = CriterionAnswer.Yes, OpenToContactReason = "Wil graag.", ClientsWords = "Prima.", DecidedById = Case.Officer.Id, DecidedAt = RegulatiefHost.Morning,
        }));

        (await Opened<InclusionCheckAnswers>()).NeedsHelpReason.ShouldBe("Nog niet besproken.");
        (await Choices<InclusionCheckChoices>()).EarlierOutcome.ShouldBe(InclusionOutcome.MoreInformation);
        (await PageFor(Worker)).Text.ShouldContain("meer informatie nodig");
    }

    [Fact]
    public async Task InclusionCheck_FilledInOnThePage_CompletesTheTask()
    {
        var browser = await As(Worker).BrowseAsync();

        await browser.SubmitAsync(await browser.OpenAsync($"/taken/{Step.Id}"), new()
        {
            ["Answers.NoSafetyRisk"] = "Yes", ["Answers.NoSafetyRiskReason"] = "a",
            ["Answers.NeedsHelp"] = "Yes", ["Answers.NeedsHelpReason"] = "b",
            ["Answers.OpenToContact"] = "Yes", ["Answers.OpenToContactReason"] = "c",
            ["Answers.ClientsWords"] = "d",
        });

        (await StepNow()).Outcome.ShouldBe("Included");
    }
}
