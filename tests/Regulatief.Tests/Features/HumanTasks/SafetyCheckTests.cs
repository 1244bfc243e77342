using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.SafetyChecks;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class SafetyCheckTests(SqliteHost host) : StepTest(host, HumanTaskKind.SafetyCheck)
{
    [Fact]
    public Task SafetyCheck_NothingFilledIn_AsksPlaceWeighingAndJudgement() => ShouldRefuse(new SafetyCheckAnswers(), "Location", "Considerations", "IsSafe");

    [Fact]
    public Task SafetyCheck_OfficeNotSafe_IsRefused() => ShouldRefuse(StepAnswers.SafetyOf(LocationType.ProbationOffice, false), ("IsSafe", "office-not-safe"));

    [Fact]
    public async Task SafetyCheck_DeclarationOfTheVolunteerEnded_IsRefused()
    {
        await Read(db => db.Volunteers.ExecuteUpdateAsync(set => set.SetProperty(v => v.ConductDeclarationUntil, Today.AddDays(-1)), Cancel));

        (await Should.ThrowAsync<Regulatief.Cases.CaseRuleException>(Complete(StepAnswers.SafetyOf(LocationType.PublicPlace, true)))).Code.ShouldBe("volunteer-declaration-ended");
    }

    [Theory]
    [InlineData(LocationType.PublicPlace, true, LocationType.PublicPlace)]
    [InlineData(LocationType.ClientHome, false, LocationType.ProbationOffice)]
    public async Task SafetyCheck_Judged_ChoosesThePlaceOrTheOffice(LocationType considered, bool isSafe, LocationType decided)
    {
        (await Complete(StepAnswers.SafetyOf(considered, isSafe))).Outcome.ShouldBe("Done");

        var check = await Read(db => db.SafetyChecks.SingleAsync(Cancel));
        (check.Considered, check.Decided).ShouldBe((considered, decided));
    }
}
