using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class VolunteerHandoverTests(SqliteHost host) : StepTest(host, HumanTaskKind.VolunteerHandover)
{
    private VolunteerUnderTest _successor = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _successor = await Given(A.Volunteer().In(Case.Project));
    }

    [Fact]
    public Task VolunteerHandover_NothingFilledIn_AsksLeavingAndSuccession() =>
        ShouldRefuse(new VolunteerHandoverAnswers(), "LeftOn", "LeaveReason", "ToHandOver", "HasSuccessor");

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task VolunteerHandover_LeavesTomorrowOrBeforeTheyCame_IsRefused(int days)
    {
        var answers = StepAnswers.Handover(_successor.Id, Today);
        answers.LeftOn = Today.AddDays(days);

        await ShouldRefuse(answers, "LeftOn");
    }

    [Fact]
    public async Task VolunteerHandover_NeitherJointTalkNorReason_IsRefused()
    {
        var answers = StepAnswers.Handover(_successor.Id, Today);
        answers.TransferOn = null;

        await ShouldRefuse(answers, ("NoTransferReason", "handover-not-warm"));
    }

    [Fact]
    public Task VolunteerHandover_LeavingVolunteerAsSuccessor_IsRefused() =>
        ShouldRefuse(StepAnswers.Handover(Case.Volunteer.Id, Today), ("SuccessorId", "successor-is-leaving"));

    [Fact]
    public async Task VolunteerHandover_SuccessorWithoutRoom_IsRefusedAndNobodyLeaves()
    {
        var other = await GivenCase(paired: false);
        await Host.WriteAsync(db => db.Add(new VolunteerAssignment { CaseId = other.Id, VolunteerId = _successor.Id, From = RegulatiefHost.Morning }));

        await ShouldRefuse(StepAnswers.Handover(_successor.Id, Today), ("SuccessorId", "volunteer-without-capacity"));

        (await CaseOf(Case)).CurrentAssignment!.VolunteerId.ShouldBe(Case.Volunteer.Id);
    }

    [Fact]
    public async Task VolunteerHandover_Successor_TakesThePlace()
    {
        (await Complete(StepAnswers.Handover(_successor.Id, Today))).Outcome.ShouldBe("Done");

        var @case = await CaseOf(Case);
        @case.CurrentAssignment!.VolunteerId.ShouldBe(_successor.Id);
        @case.Assignments.Single(a => a.Until is not null).EndReason.ShouldBe("Verhuist.");
        (await Read(db => db.Handovers.SingleAsync(Cancel))).TransferOn.ShouldBe(Today.AddDays(3));
        await Told(TimelineKind.VolunteerReplaced);
    }

    [Fact]
    public async Task VolunteerHandover_Successor_EndsTheRightsOfTheOneWhoLeft()
    {
        await Complete(StepAnswers.Handover(_successor.Id, Today));

        (await Read(db => db.Cases.VisibleTo(new(Case.Volunteer.Account.Id, Case.Volunteer.Account.FirstRole)).AnyAsync(Cancel))).ShouldBeFalse();
        (await As(Case.Volunteer.Account).SendAsync(new ListTasksQuery())).Total.ShouldBe(0);
    }

    [Fact]
    public async Task VolunteerHandover_WhoLeftAlreadyAsSuccessor_IsRefused()
    {
        await Read(async db =>
        {
            (await db.VolunteerAssignments.SingleAsync(Cancel)).End(Clock.GetUtcNow(), "Verhuisd.");
            return await db.SaveChangesAsync(Cancel);
        });

        await ShouldRefuse(StepAnswers.Handover(Case.Volunteer.Id, Today), ("SuccessorId", "successor-is-leaving"));
    }

    [Fact]
    public async Task VolunteerHandover_NoSuccessor_EndsThePairingAllTheSame()
    {
        var answers = new VolunteerHandoverAnswers
        {
            LeftOn = Today, LeaveReason = "Verhuist.", ToHandOver = "Niets bijzonders.", HasSuccessor = false, NoSuccessorReason = "Niemand heeft ruimte.",
        };

        (await Complete(answers)).Outcome.ShouldBe("NoSuccessor");

        (await CaseOf(Case)).CurrentAssignment.ShouldBeNull();
    }
}
