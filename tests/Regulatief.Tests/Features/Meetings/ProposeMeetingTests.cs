using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Volunteers;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Covers;

namespace Regulatief.Tests.Features.Meetings;

public sealed class ProposeMeetingTests(SqliteHost host) : MeetingTimeTest(host)
{
    [Theory]
    [InlineData(AccountRole.ProbationOfficer, CaseRole.Professional)]
    [InlineData(AccountRole.Volunteer, CaseRole.Volunteer)]
    [InlineData(AccountRole.Client, CaseRole.Client)]
    public async Task ProposeMeeting_ByOneOfTheThree_AsksTheOthersAndSaysTheirOwnYes(AccountRole role, CaseRole party)
    {
        await Propose(Case.AccountOf(role));

        var proposal = (await Stored()).OpenProposal.ShouldNotBeNull();
        proposal.ByParty.ShouldBe(party);
        proposal.Yes.ConvertAll(y => y.Party).ShouldBe([party]);
        proposal.Time.StartsAt.ShouldBe(new DateTimeOffset(2026, 12, 3, 13, 0, 0, TimeSpan.Zero));
        foreach (var account in new[] { Case.Officer, Case.Volunteer.Account, Case.Client! })
            (await NoticesOf(account)).ShouldBe(account == Case.AccountOf(role) ? [] : [NoticeKind.MeetingProposed]);
    }

    [Fact]
    public async Task ProposeMeeting_ByACoordinator_IsRefused() => (await RefusalOf(Propose(Case.Coordinator))).ShouldBe("role-may-not");

    [Fact]
    public async Task ProposeMeeting_ByAStranger_FindsNothing() => await Should.ThrowAsync<NotFoundException>(Propose(await Given(A.ProbationOfficer())));

    [Fact]
    public async Task ProposeMeeting_NothingFilledIn_AsksEachField() =>
        (await ErrorsOf(Case.Officer, Proposing() with { On = null, At = null, Minutes = null, Place = null }))
            .ShouldBe(["On NotNullValidator", "At NotNullValidator", "Minutes NotNullValidator", "Place NotNullValidator"]);

    [Theory]
    [InlineData(0, 8, 59, "At meeting-in-past")]
    [InlineData(1, 3, 0, "At meeting-at-night")]
    [InlineData(1, 21, 30, "At meeting-at-night")]
    [InlineData(1, 23, 30, "At meeting-at-night")]
    [InlineData(-1, 14, 0, "On GreaterThanOrEqualValidator")]
    [InlineData(366, 14, 0, "On LessThanOrEqualValidator")]
    public async Task ProposeMeeting_TimeThatCannotBe_IsRefusedAtItsField(int days, int hour, int minute, string error) =>
        (await ErrorsOf(Case.Officer, Proposing(Today.AddDays(days), new TimeOnly(hour, minute)))).ShouldBe([error]);

    [Theory]
    [InlineData(14)]
    [InlineData(241)]
    public async Task ProposeMeeting_TooShortOrTooLong_IsRefused(int minutes) =>
        (await ErrorsOf(Case.Officer, Proposing() with { Minutes = minutes })).ShouldBe(["Minutes InclusiveBetweenValidator"]);

    [Fact]
    public async Task ProposeMeeting_PlaceThatIsNotFoundSafe_IsRefusedUntilItIs()
    {
        var home = Proposing() with { Place = LocationType.ClientHome };
        (await ErrorsOf(Case.Officer, home)).ShouldBe(["Place meeting-place-not-safe"]);

        await Complete(Case, HumanTaskKind.SafetyCheck, StepAnswers.SafetyOf(LocationType.ClientHome, isSafe: true));
        await Propose(Case.Officer, home);
    }

    [Theory]
    [InlineData(4, 14, "meeting-not-on-working-day")] // a Saturday
    [InlineData(31, 14, "meeting-not-on-working-day")] // Christmas
    [InlineData(9, 19, "meeting-outside-hours")]
    [InlineData(9, 7, "meeting-outside-hours")]
    public async Task ProposeMeeting_WhatSpeaksAgainstIt_IsAskedAboutFirst(int days, int hour, string warning)
    {
        var odd = Proposing(Today.AddDays(days), new TimeOnly(hour, 30));
        (await ErrorsOf(Case.Volunteer.Account, odd)).ShouldBe([$"Despite {warning}"]);
        (await Stored()).OpenProposal.ShouldBeNull();

        await Propose(Case.Volunteer.Account, odd with { Despite = true });
        (await Stored()).OpenProposal.ShouldNotBeNull();
    }

    [Fact]
    public async Task ProposeMeeting_WhileTheProfessionalIsAway_IsAskedAboutFirst()
    {
        await As(Case.Officer).SendAsync(new NameCoverCommand(null, (await Given(A.ProbationOfficer())).Id, Today.AddDays(8), Today.AddDays(12)));

        (await ErrorsOf(Case.Volunteer.Account, Proposing())).ShouldBe(["Despite meeting-professional-away"]);
    }

    [Fact]
    public async Task ProposeMeeting_WhileTheProfessionalSitsElsewhere_IsAskedAboutFirst()
    {
        await Agree();
        var other = await Given(A.Case().LedBy(Case.Officer).Running("alle-stappen").Paired());
        var meeting = await Read(db => db.Meetings.Where(m => m.CaseId == other.Id).Select(m => m.Id).SingleAsync(Cancel));

        (await ErrorsOf(Case.Officer, Proposing(at: new TimeOnly(14, 30)) with { MeetingId = meeting })).ShouldBe(["Despite meeting-overlaps"]);
        await Propose(Case.Officer, Proposing(at: new TimeOnly(15, 0)) with { MeetingId = meeting });
    }

    [Fact]
    public async Task ProposeMeeting_WhereATimeWasAgreed_AsksWhy()
    {
        await Agree();

        (await ErrorsOf(Case.Client!, Proposing(Today.AddDays(10)))).ShouldBe(["Reason meeting-move-without-reason"]);
        await Propose(Case.Client!, Proposing(Today.AddDays(10)) with { Reason = "Ik moet werken." });
        var stored = await Stored();
        stored.Agreed!.On.ShouldBe(Today.AddDays(9), "what was agreed stands until all said yes");
        stored.OpenProposal!.Reason.ShouldBe("Ik moet werken.");
    }

    [Fact]
    public async Task ProposeMeeting_AnotherTime_ReplacesTheOneBefore()
    {
        var first = await Propose(Case.Officer);
        await Propose(Case.Client!, Proposing(Today.AddDays(10)));

        (await RefusalOf(SayYes(Case.Volunteer.Account, first))).ShouldBe("meeting-proposal-over");
        (await Stored()).Proposals.Select(p => p.Status).ShouldBe([MeetingProposalStatus.Replaced, MeetingProposalStatus.Open], ignoreOrder: true);
    }

    [Fact]
    public async Task ProposeMeeting_WhileTheCaseIsOnHold_IsRefused()
    {
        await As(Case.Officer).SendAsync(new PauseCaseCommand(Case.Id, "Opname."));

        (await RefusalOf(Propose(Case.Officer))).ShouldBe("meeting-case-paused");
    }

    [Fact]
    public async Task ProposeMeeting_AfterItWasRecorded_IsRefused()
    {
        await Complete(Case, HumanTaskKind.Meeting, StepAnswers.MeetingHeld(Today));

        (await RefusalOf(Propose(Case.Officer))).ShouldBe("meeting-already-recorded");
    }

    [Fact]
    public async Task ProposeMeeting_InTheHourThatSpringSkips_IsRefusedForBeingAtNight()
    {
        Clock.Advance(TimeSpan.FromDays(100));

        (await ErrorsOf(Case.Officer, Proposing(new DateOnly(2027, 3, 28), new TimeOnly(2, 30)))).ShouldBe(["At meeting-at-night"]);
    }
}
