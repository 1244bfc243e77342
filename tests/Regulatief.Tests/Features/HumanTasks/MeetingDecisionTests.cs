using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.MyCase;

namespace Regulatief.Tests.Features.HumanTasks;

public sealed class MeetingDecisionTests(SqliteHost host) : StepTest(host, HumanTaskKind.Meeting)
{
    private static readonly DateOnly InAWeek = Today.AddDays(7);

    [Fact]
    public async Task MeetingDecision_OfVolunteerAndProfessional_IsATaskWithItsTerm()
    {
        await Complete(Held((CaseRole.Volunteer, "Samen naar de bibliotheek"), (CaseRole.Professional, "De gemeente bellen")));

        var tasks = await Read(db => db.HumanTasks.AsNoTracking().Where(t => t.Kind == HumanTaskKind.MeetingDecision).OrderBy(t => t.Role).ToListAsync(Cancel));
        tasks.Select(t => (t.Role, t.DueOn, t.Title)).ShouldBe(
            [(AccountRole.ProbationOfficer, InAWeek, "Afspraak uit het driegesprek"), (AccountRole.Volunteer, InAWeek, "Afspraak uit het driegesprek")], ignoreOrder: true);
        var promised = await Read(db => db.DueWork.Where(w => w.SubjectId == tasks[0].Id.Value).ToDictionaryAsync(w => w.Kind, w => w.DueAt, Cancel));
        promised[DueWorkKind.TaskReminder].ShouldBe(LegalTime.At(WorkingCalendar.OfLaw.Add(InAWeek, -1), new TimeOnly(8, 0)));
        promised[DueWorkKind.TaskEscalation].ShouldBe(LegalTime.EndOf(InAWeek));
    }

    [Fact]
    public async Task MeetingDecision_OfACaseOnHold_StandsStillWithIt()
    {
        await As(Case.Officer).SendAsync(new PauseCaseCommand(Case.Id, "Opgenomen in het ziekenhuis."));

        await Complete(Held((CaseRole.Volunteer, "Samen naar de bibliotheek")));

        var task = await OpenTask(Case, HumanTaskKind.MeetingDecision);
        (await Read(db => db.DueWork.Where(w => w.SubjectId == task.Id.Value).ToListAsync(Cancel))).ShouldAllBe(w => w.SuspendedAt == Clock.GetUtcNow());
    }

    [Fact]
    public async Task MeetingDecision_OfTheClient_StandsOnTheirOwnPageUntilTheNextTalk()
    {
        await Complete(Held((CaseRole.Client, "Bellen met de woningbouw")));

        (await Read(db => db.HumanTasks.CountAsync(t => t.Kind == HumanTaskKind.MeetingDecision, Cancel))).ShouldBe(0);
        (await As(Case.Client!).SendAsync(new MyCasePageQuery()))!.ToDo.ShouldBe([new MyDecision("Bellen met de woningbouw", InAWeek)]);

        var next = new ThreeWayMeeting { CaseId = Case.Id, Round = 1, PlannedOn = Today };
        next.RecordHeld(Today, Regulatief.Cases.Volunteers.LocationType.ProbationOffice, new MeetingNotes("Alles", "Niets", null), false, null);
        await Host.WriteAsync(db => db.Meetings.Add(next));
        (await As(Case.Client!).SendAsync(new MyCasePageQuery()))!.ToDo.ShouldBeEmpty();
    }

    [Fact]
    public async Task MeetingDecision_Done_IsNoMoreToBeDone()
    {
        await Complete(Held((CaseRole.Volunteer, "Samen naar de bibliotheek")));

        (await Complete(Case, HumanTaskKind.MeetingDecision, new MeetingDecisionAnswers { IsDone = true, Note = "Het was leuk." })).Outcome.ShouldBe("Done");
        var decision = await Read(db => db.MeetingDecisions.SingleAsync(Cancel));
        (decision.IsDone, decision.Note).ShouldBe((true, "Het was leuk."));
    }

    [Fact]
    public async Task MeetingDecision_NotGoingToBeDone_AsksWhy()
    {
        await Complete(Held((CaseRole.Volunteer, "Samen naar de bibliotheek")));

        var refusal = await Should.ThrowAsync<FluentValidation.ValidationException>(Complete(Case, HumanTaskKind.MeetingDecision, new MeetingDecisionAnswers { IsDone = false }));
        refusal.Errors.ShouldHaveSingleItem().PropertyName.ShouldBe("Note");
        (await Complete(Case, HumanTaskKind.MeetingDecision, new MeetingDecisionAnswers { IsDone = false, Note = "De bibliotheek is dicht." })).Outcome.ShouldBe("Dropped");
    }

    [Fact]
    public async Task MeetingDecision_HalfFilledIn_IsRefusedAtItsRow()
    {
        var answers = StepAnswers.MeetingHeld(Today);
        answers.Actions = [new() { What = "Bellen" }, new(), new() { What = new string('x', 501), Owner = CaseRole.Coordinator, DueOn = Today.AddDays(-1) }];

        (await RefusedFields(answers)).Select(r => $"{r.Key} {r.Value}").ShouldBe(
        [
            "Actions[0].DueOn NotNullValidator", "Actions[0].Owner NotNullValidator",
            "Actions[2].DueOn GreaterThanOrEqualValidator", "Actions[2].Owner no-such-choice", "Actions[2].What MaximumLengthValidator",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task MeetingDecision_TooMany_AreRefused()
    {
        var many = Enumerable.Range(1, 21).Select(number => (CaseRole.Volunteer, $"Nummer {number}")).ToArray();

        await ShouldRefuse(Held(many), ("Actions", "meeting-many-actions"));
    }

    [Fact]
    public async Task MeetingDecision_OfATalkThatWasMissed_IsNone()
    {
        var answers = StepAnswers.MeetingMissed(Today.AddDays(7));
        answers.Actions = [new() { What = "Bellen", Owner = CaseRole.Volunteer, DueOn = InAWeek }];

        await Complete(answers);

        (await Read(db => db.MeetingDecisions.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task MeetingDecision_OfACaseThatEnds_IsCalledOffWithWhatWasPromised()
    {
        var @case = await Given(A.Case().Paired());
        var task = new MeetingDecision
        {
            CaseId = @case.Id, MeetingId = MeetingId.New(), What = "Bellen", Owner = CaseRole.Volunteer, DueOn = InAWeek, DecidedAt = Clock.GetUtcNow(),
        }.OpenTask()!;
        await Host.WriteAsync(db =>
        {
            db.HumanTasks.Add(task);
            db.PromiseTerm(task, MeetingDecision.Term, WorkingCalendar.OfLaw, Clock.GetUtcNow());
        });

        await Complete(@case, HumanTaskKind.Intake, new Regulatief.Cases.Intakes.IntakeAnswers { GoesOn = false, WithdrawnReason = "Toch niet." });

        (await Read(db => db.HumanTasks.SingleAsync(t => t.Id == task.Id, Cancel))).Status.ShouldBe(HumanTaskStatus.Cancelled);
        (await Read(db => db.DueWork.CountAsync(w => w.SubjectId == task.Id.Value, Cancel))).ShouldBe(0);
    }

    private static MeetingAnswers Held(params (CaseRole Owner, string What)[] actions)
    {
        var answers = StepAnswers.MeetingHeld(Today);
        answers.Actions = [.. actions.Select(a => new MeetingDecisionAnswer { What = a.What, Owner = a.Owner, DueOn = InAWeek })];
        return answers;
    }
}
