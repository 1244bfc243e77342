using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Workflows;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.DueWorks;

namespace Regulatief.Tests.Features.DueWorks;

public sealed class PerformDueWorkTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly TimeSpan UntilAfterTheTerm = TimeSpan.FromDays(30);

    [Fact]
    public async Task PerformDueWork_RowThatIsGone_DoesNothingAndTellsNothing()
    {
        (await Host.SendAsync(Actor.System, new PerformDueWorkCommand(Guid.CreateVersion7()))).ShouldBe(Unit.Value);

        (await Read(db => db.AuditEntries.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task PerformDueWork_BeforeItsTime_DoesNothing()
    {
        await Given(A.Case());
        var promise = await Read(db => db.DueWork.FirstAsync(Cancel));

        await Host.SendAsync(Actor.System, new PerformDueWorkCommand(promise.Id));

        (await Read(db => db.DueWork.AnyAsync(w => w.Id == promise.Id, Cancel))).ShouldBeTrue();
    }

    [Fact]
    public async Task PerformDueWork_Suspended_IsLeft()
    {
        await Given(A.Case());
        await Read(db => db.DueWork.ExecuteUpdateAsync(set => set.SetProperty(w => w.SuspendedAt, Clock.GetUtcNow()), Cancel));

        (await Host.PassAsync(UntilAfterTheTerm)).ShouldBe(0);
    }

    [Fact]
    public async Task PerformDueWork_AJobThatWasLost_IsCaughtByTheSweep()
    {
        var @case = await Given(A.Case());

        await Host.PassAsync(UntilAfterTheTerm);

        var task = await OpenTask(@case, HumanTaskKind.Intake);
        task.RemindedAt.ShouldNotBeNull();
        task.EscalatedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task PerformDueWork_Reminder_TellsThePersonWhoseWorkItIs()
    {
        var @case = await Given(A.Case());

        await Host.PassAsync(UntilAfterTheTerm);

        var notice = await Read(db => db.Notices.SingleAsync(n => n.Kind == NoticeKind.TaskReminder, Cancel));
        notice.AccountId.ShouldBe(@case.Officer.Id);
    }

    [Fact]
    public async Task PerformDueWork_Escalation_TellsTheCoordinatorAndTheTimeline()
    {
        var @case = await Given(A.Case());

        await Host.PassAsync(UntilAfterTheTerm);

        (await Read(db => db.Escalations.SingleAsync(Cancel))).ToAccountId.ShouldBe(@case.Coordinator.Id);
        (await Read(db => db.Timeline.CountAsync(e => e.Kind == TimelineKind.Escalated, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task PerformDueWork_TaskDoneMeanwhile_RemindsNobody()
    {
        var @case = await Given(A.Case());
        await Complete(@case, HumanTaskKind.Intake, Answers.Intake);
        var intake = await Read(db => db.HumanTasks.SingleAsync(t => t.Kind == HumanTaskKind.Intake, Cancel));

        await Host.PassAsync(UntilAfterTheTerm);

        (await Read(db => db.Notices.AnyAsync(n => n.SubjectId == intake.Id.Value, Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task PerformDueWork_OfSeveralCases_IsToldOfEach()
    {
        var cases = new[] { await Given(A.Case()), await Given(A.Case()), await Given(A.Case()) };
        var reminders = await Read(db => db.DueWork.Where(w => w.Kind == DueWorkKind.TaskReminder).Select(w => w.Id).ToListAsync(Cancel));
        Clock.Advance(UntilAfterTheTerm);

        await Host.SendAsync(Actor.System, new PerformDueWorkCommand(reminders));

        var told = await Read(db => db.AuditEntries.Where(e => e.Action == nameof(PerformDueWorkCommand)).Select(e => e.CaseId!.Value).ToListAsync(Cancel));
        told.ShouldBe(cases.Select(c => c.Id), ignoreOrder: true);
        (await Read(db => db.HumanTasks.CountAsync(t => t.RemindedAt != null, Cancel))).ShouldBe(3);
    }

    [Fact]
    public async Task PerformDueWork_OneRowFails_TheOthersAreDone()
    {
        var failing = await Given(A.Case());
        var other = await Given(A.Case());
        var bookmark = Guid.CreateVersion7();
        await Host.WriteAsync(db =>
        {
            db.Add(new StoredBookmark { Id = bookmark, InstanceId = WorkflowInstanceId.New(), Name = "Regulatief.FollowUp", ActivityId = "nergens" });
            db.Add(new DueWork { Id = Guid.CreateVersion7(), StandsStillInPause = true, Kind = DueWorkKind.Bookmark, CaseId = failing.Id, SubjectId = bookmark, DueAt = Clock.GetUtcNow() });
        });

        await Host.PassAsync(UntilAfterTheTerm);

        (await OpenTask(other, HumanTaskKind.Intake)).EscalatedAt.ShouldNotBeNull();
        (await OpenTask(failing, HumanTaskKind.Intake)).EscalatedAt.ShouldNotBeNull();
        (await Read(db => db.DueWork.AnyAsync(w => w.SubjectId == bookmark, Cancel))).ShouldBeTrue();
    }
}
