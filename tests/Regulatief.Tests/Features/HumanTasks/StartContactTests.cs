using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.StartContacts;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class StartContactTests(SqliteHost host) : StepTest(host, HumanTaskKind.StartContact)
{
    [Fact]
    public Task StartContact_NothingFilledIn_AsksAll() =>
        ShouldRefuse(new StartContactAnswers(), "HeldOn", "Location", "Expectations", "VolunteerExpertise", "ProfessionalExpertise");

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public Task StartContact_TomorrowOrBeforeTheCase_IsRefused(int days) => ShouldRefuse(StepAnswers.StartContact(Today.AddDays(days)), "HeldOn");

    [Fact]
    public async Task StartContact_Held_IsKept()
    {
        (await Complete(StepAnswers.StartContact(Today))).Outcome.ShouldBe("Done");

        (await Read(db => db.StartContacts.SingleAsync(Cancel))).Expectations.ShouldBe("Elke twee weken even bellen.");
    }
}
