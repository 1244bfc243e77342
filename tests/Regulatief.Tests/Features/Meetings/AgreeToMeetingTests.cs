using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.Covers;

namespace Regulatief.Tests.Features.Meetings;

public sealed class AgreeToMeetingTests(SqliteHost host) : MeetingTimeTest(host)
{
    [Fact]
    public async Task AgreeToMeeting_LastYes_MakesItTheTimeAndTellsTheOthers()
    {
        var proposal = await Propose(Case.Officer);

        (await SayYes(Case.Volunteer.Account, proposal)).ShouldBeFalse();
        (await Stored()).Agreed.ShouldBeNull();
        (await SayYes(Case.Client!, proposal)).ShouldBeTrue();

        var stored = await Stored();
        (stored.Agreed!.On, stored.PlannedOn, stored.Sequence, stored.OpenProposal).ShouldBe((Today.AddDays(9), Today.AddDays(9), 1, null));
        (await NoticesOf(Case.Officer)).ShouldBe([NoticeKind.MeetingAgreed]);
        (await NoticesOf(Case.Volunteer.Account)).ShouldBe([NoticeKind.MeetingProposed, NoticeKind.MeetingAgreed]);
        (await Read(db => db.Timeline.SingleAsync(e => e.Kind == TimelineKind.MeetingAgreed, Cancel))).SubjectId.ShouldBe(Meeting.Value);
    }

    [Fact]
    public async Task AgreeToMeeting_ForTheClient_IsSaidByTheProfessionalAlone()
    {
        var proposal = await Propose(Case.Officer);
        (await RefusalOf(SayYes(Case.Volunteer.Account, proposal, forClient: true))).ShouldBe("role-may-not");

        await SayYes(Case.Volunteer.Account, proposal);
        (await SayYes(Case.Officer, proposal, forClient: true)).ShouldBeTrue();
        (await Stored()).Proposals.Single().Yes.Single(y => y.Party == CaseRole.Client).ById.ShouldBe(Case.Officer.Id);
    }

    [Fact]
    public async Task AgreeToMeeting_CaseOnHoldMeanwhile_MovesARecordThatStandsStill()
    {
        var proposal = await Propose(Case.Officer);
        await As(Case.Officer).SendAsync(new PauseCaseCommand(Case.Id, "Opgenomen in het ziekenhuis."));

        await SayYes(Case.Volunteer.Account, proposal);
        await SayYes(Case.Client!, proposal);

        var record = await Record();
        var promised = await Read(db => db.DueWork.Where(w => w.SubjectId == record.Id.Value).ToListAsync(Cancel));
        promised.Select(w => w.Kind).ShouldBe([DueWorkKind.TaskReminder, DueWorkKind.TaskEscalation], ignoreOrder: true);
        promised.ShouldAllBe(w => w.SuspendedAt != null);
    }

    [Fact]
    public async Task AgreeToMeeting_TwiceByOne_CountsOnce()
    {
        var proposal = await Propose(Case.Officer);
        await SayYes(Case.Volunteer.Account, proposal);

        (await SayYes(Case.Volunteer.Account, proposal)).ShouldBeFalse();
    }

    [Fact]
    public async Task AgreeToMeeting_WithoutAVolunteer_NeedsTheOtherTwo()
    {
        await Read(db => db.VolunteerAssignments.ExecuteDeleteAsync(Cancel));
        var proposal = await Propose(Case.Officer);

        (await SayYes(Case.Client!, proposal)).ShouldBeTrue();
    }

    [Fact]
    public async Task AgreeToMeeting_ByACoverForTheProfessional_IsTheProfessionalsYes()
    {
        var colleague = await Given(A.ProbationOfficer());
        await As(Case.Officer).SendAsync(new NameCoverCommand(null, colleague.Id, Today, Today.AddDays(2)));
        var proposal = await Propose(Case.Volunteer.Account);
        await SayYes(Case.Client!, proposal);

        (await SayYes(colleague, proposal)).ShouldBeTrue();
    }

    [Fact]
    public async Task AgreeToMeeting_ByACoordinatorOrAStranger_IsNotTheirs()
    {
        var proposal = await Propose(Case.Officer);

        (await RefusalOf(SayYes(Case.Coordinator, proposal))).ShouldBe("role-may-not");
        await Should.ThrowAsync<NotFoundException>(SayYes(await Given(A.Account(Regulatief.Cases.Accounts.AccountRole.Volunteer)), proposal));
    }

    [Fact]
    public async Task AgreeToMeeting_ToATimeThatIsOver_IsRefused()
    {
        var proposal = await Propose(Case.Officer);
        Clock.Advance(TimeSpan.FromDays(10));

        (await RefusalOf(SayYes(Case.Client!, proposal))).ShouldBe("meeting-in-past");
    }

    [Fact]
    public async Task AgreeToMeeting_MovesTheTermOfItsRecordWithReminderAndEscalation()
    {
        var (planned, before) = ((await Stored()).PlannedOn, await Record());
        await Agree();

        var after = await Record();
        WorkingCalendar.OfLaw.Between(Today.AddDays(9), after.DueOn).ShouldBe(WorkingCalendar.OfLaw.Between(planned, before.DueOn));
        var promised = await Read(db => db.DueWork.Where(w => w.SubjectId == after.Id.Value).ToDictionaryAsync(w => w.Kind, w => w.DueAt, Cancel));
        promised[DueWorkKind.TaskEscalation].ShouldBe(LegalTime.EndOf(after.DueOn));
        promised[DueWorkKind.TaskReminder].ShouldBe(LegalTime.At(WorkingCalendar.OfLaw.Add(after.DueOn, -1), new TimeOnly(8, 0)));
    }

    [Fact]
    public async Task AgreeToMeeting_AfterItsRecordWasLate_EndsTheEscalationAndRaisesItAgainWhenItIsLateThen()
    {
        var record = await Record();
        await Host.PassAsync(LegalTime.EndOf(record.DueOn) - Clock.GetUtcNow());
        (await Read(db => db.Escalations.Open().CountAsync(e => e.SubjectId == record.Id.Value, Cancel))).ShouldBe(1);

        var day = WorkingCalendar.OfLaw.Add(Clock.Today(), 5);
        var proposal = await Propose(Case.Officer, Proposing(day));
        await SayYes(Case.Volunteer.Account, proposal);
        await SayYes(Case.Client!, proposal);
        var ended = await Read(db => db.Escalations.SingleAsync(e => e.SubjectId == record.Id.Value, Cancel));
        (ended.IsOpen, ended.Ending).ShouldBe((false, EscalationEnding.TermMoved));

        await Host.PassAsync(LegalTime.EndOf((await Record()).DueOn) - Clock.GetUtcNow());
        (await Read(db => db.Escalations.Open().CountAsync(e => e.SubjectId == record.Id.Value, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task AgreeToMeeting_ToAMove_TellsWhyAndIsNotMissed()
    {
        await Agree();
        var moved = await Propose(Case.Client!, Proposing(Today.AddDays(10)) with { Reason = "Ik moet werken." });
        await SayYes(Case.Officer, moved);
        await SayYes(Case.Volunteer.Account, moved);

        var stored = await Stored();
        (stored.Agreed!.On, stored.Sequence, stored.Status).ShouldBe((Today.AddDays(10), 2, Regulatief.Cases.Meetings.MeetingStatus.Planned));
        (await Read(db => db.Timeline.SingleAsync(e => e.Kind == TimelineKind.MeetingMoved, Cancel))).Note.ShouldBe("Ik moet werken.");
    }

    [Fact]
    public async Task AgreeToMeeting_WhileAnotherProposes_OneOfBothHolds()
    {
        var proposal = await Propose(Case.Officer);
        await SayYes(Case.Volunteer.Account, proposal);

        var outcomes = await Task.WhenAll(Tried(SayYes(Case.Client!, proposal)), Tried(Propose(Case.Volunteer.Account, Proposing(Today.AddDays(10)))));

        var stored = await Stored();
        if (stored.Agreed is null) stored.OpenProposal!.Time.On.ShouldBe(Today.AddDays(10));
        else stored.Agreed.On.ShouldBe(Today.AddDays(9));
        outcomes.ShouldContain(true);

        static async Task<bool> Tried(Task action)
        {
            try
            {
                await action;
                return true;
            }
            catch (Exception refusal) when (refusal is CaseRuleException or FluentValidation.ValidationException)
            {
                return false;
            }
        }
    }
}
