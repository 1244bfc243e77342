using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Workflows.Migration;
using Regulatief.Engine.Instances;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.DueWorks;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.Migrations;

namespace Regulatief.Tests.Features.Migrations;

public sealed class StartMigrationTests(SqliteHost host) : MigrationTest(host)
{
    [Fact]
    public async Task StartMigration_AnybodyButADesigner_IsRefused()
    {
        var officer = As(await Given(A.ProbationOfficer()));

        (await Should.ThrowAsync<CaseRuleException>(officer.SendAsync(new StartMigrationCommand(DefinitionId, 1, [])))).Code.ShouldBe("role-may-not");
    }

    [Fact]
    public async Task StartMigration_NothingPublished_IsNotFound() => await Should.ThrowAsync<NotFoundException>(Start(1));

    [Fact]
    public async Task StartMigration_OfThePublishedVersion_IsRefused()
    {
        var published = await Publish("a");

        (await Should.ThrowAsync<CaseRuleException>(Start(published))).Code.ShouldBe("migration-same-version");
    }

    [Fact]
    public async Task StartMigration_NoCaseRunsTheVersion_IsRefused()
    {
        await Publish("a");
        await Publish("a", "b");

        (await Should.ThrowAsync<CaseRuleException>(Start(1))).Code.ShouldBe("migration-no-cases");
    }

    [Fact]
    public async Task StartMigration_WhileAnEarlierOneIsUnderWay_IsRefused()
    {
        await OneCaseBehind(["a"], ["a", "b"]);
        await Start(1);

        (await Should.ThrowAsync<CaseRuleException>(Start(1))).Code.ShouldBe("migration-running");
    }

    [Fact]
    public async Task StartMigration_BeforeItsTurn_NothingChanged()
    {
        var @case = await OneCaseBehind(["a"], ["a", "b"]);
        var before = await InstanceOf(@case);

        await Start(1);

        (await InstanceOf(@case)).ShouldBeEquivalentTo(before);
    }

    [Fact]
    public async Task StartMigration_StepAddedAhead_TheCaseMeetsIt()
    {
        var @case = await OneCaseBehind(["a"], ["a", "b"]);

        await Start(1);
        await Host.SweepAsync();
        await Done(@case);

        (await OpenTask(@case, HumanTaskKind.CaseTask)).ActivityId.ShouldBe("b");
        var instance = await InstanceOf(@case);
        instance.DefinitionVersion.ShouldBe(2);
        InstanceSerializer.Read(instance.StateJson).DefinitionVersion.ShouldBe(2);
    }

    [Fact]
    public async Task StartMigration_StepRenamed_ItsTaskItsBookmarkAndItsTermFollow()
    {
        var @case = await OneCaseBehind(["a", "b"], ["nieuw", "b"]);
        var promised = await Promises(@case);

        await Start(1, new RenamedStep("a", "nieuw"));
        await Host.SweepAsync();

        (await OpenTask(@case, HumanTaskKind.CaseTask)).ActivityId.ShouldBe("nieuw");
        (await Read(db => db.Bookmarks.Select(b => b.ActivityId).ToListAsync(Cancel))).ShouldBe(["nieuw"]);
        (await Promises(@case)).ShouldBe(promised);
        await Done(@case);
        (await OpenTask(@case, HumanTaskKind.CaseTask)).ActivityId.ShouldBe("b");
    }

    [Fact]
    public async Task StartMigration_CurrentStepRemoved_StaysAsItWasWithTheReason()
    {
        var @case = await OneCaseBehind(["a", "b"], ["b"]);
        var before = await InstanceOf(@case);

        var batch = await Start(1);
        await Host.SweepAsync();

        (await InstanceOf(@case)).ShouldBeEquivalentTo(before);
        var refused = (await Progress(batch)).Cases.ShouldHaveSingleItem();
        refused.Outcome.ShouldBe(MigrationOutcome.Refused);
        refused.Obstacles.ShouldBe(["Het traject is bij Stap a, en die stap is er niet meer."]);
        (await Read(db => db.Journal.CountAsync(e => e.Event == JournalEvent.Moved, Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task StartMigration_Moved_StandsInTheJournalTheTimelineAndTheAuditLog()
    {
        var @case = await OneCaseBehind(["a"], ["a", "b"]);

        await Start(1);
        await Host.SweepAsync();

        var journal = await Read(db => db.Journal.AsNoTracking().OrderBy(e => e.Sequence).ToListAsync(Cancel));
        journal.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, journal.Count));
        journal.Where(e => e.Event == JournalEvent.Moved).Select(e => e.ActivityId).ShouldBe(["stroom", "a"], ignoreOrder: true);
        InstanceSerializer.Read((await InstanceOf(@case)).StateJson).JournalSequence.ShouldBe(journal.Count);
        var told = await Read(db => db.Timeline.SingleAsync(t => t.CaseId == @case.Id && t.Kind == TimelineKind.CycleVersionChanged, Cancel));
        (told.Note, told.ById).ShouldBe(("2", DesignerAccount.Id));
        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(StartMigrationCommand) && e.ActorId == DesignerAccount.Id && e.Kind == AuditKind.Change, Cancel))).ShouldBe(1);
        (await Read(db => db.AuditEntries.CountAsync(e => e.Action == nameof(PerformDueWorkCommand) && e.CaseId == @case.Id, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task StartMigration_StoppedHalfWay_GoesOnAndEachCaseIsOnOneVersion()
    {
        await Publish("a");
        for (var i = 0; i < 5; i++) await Given(A.Case().Running(DefinitionId));
        await Publish("a", "b");
        var batch = await Start(1);
        foreach (var promise in await Read(db => db.DueWork.Where(w => w.Kind == DueWorkKind.Migration).Take(2).ToListAsync(Cancel)))
            await Host.SendAsync(Actor.System, new PerformDueWorkCommand(promise.Id));

        var halfWay = await Progress(batch);
        await Host.SweepAsync();
        var done = await Progress(batch);

        (halfWay.Moved, halfWay.Waiting).ShouldBe((2, 3));
        (done.Moved, done.Waiting, done.IsDone).ShouldBe((5, 0, true));
        var instances = await Read(db => db.Instances.AsNoTracking().ToListAsync(Cancel));
        instances.ShouldAllBe(i => i.DefinitionVersion == 2 && InstanceSerializer.Read(i.StateJson).DefinitionVersion == 2);
    }

    [Fact]
    public async Task StartMigration_ASecondTime_FindsNothingToDo()
    {
        await OneCaseBehind(["a"], ["a", "b"]);
        await Start(1);
        await Host.SweepAsync();

        (await Should.ThrowAsync<CaseRuleException>(Start(1))).Code.ShouldBe("migration-no-cases");
        (await Host.SweepAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task StartMigration_CaseThatEndedBeforeItsTurn_IsLeft()
    {
        var @case = await OneCaseBehind(["a"], ["a", "b"]);
        var batch = await Start(1);
        await Done(@case);

        await Host.SweepAsync();

        (await Progress(batch)).Gone.ShouldBe(1);
        (await InstanceOf(@case)).DefinitionVersion.ShouldBe(1);
    }

    [Fact]
    public async Task StartMigration_PausedCase_IsMovedAndStaysPaused()
    {
        var @case = await OneCaseBehind(["a"], ["a", "b"]);
        await As(@case.Officer).SendAsync(new PauseCaseCommand(@case.Id, "Opname"));

        var batch = await Start(1);
        await Host.SweepAsync();

        (await Progress(batch)).Moved.ShouldBe(1);
        (await CaseOf(@case)).IsPaused.ShouldBeTrue();
        (await Read(db => db.DueWork.Where(w => w.CaseId == @case.Id).Select(w => w.SuspendedAt).ToListAsync(Cancel))).ShouldAllBe(at => at != null);
    }

    [Fact]
    public async Task StartMigration_OverTheApi_TriesMovesAndTells()
    {
        await OneCaseBehind(["a"], ["a", "b"]);
        var api = await Designer.ApiAsync();

        var trial = await (await api.PostAsync("/api/v1/workflow-migrations/trial", new { definitionId = DefinitionId, from = 1 })).JsonAsync();
        var started = await (await api.PostAsync("/api/v1/workflow-migrations", new { definitionId = DefinitionId, from = 1 })).JsonAsync();
        await Host.SweepAsync();
        var progress = await (await api.GetAsync(new Uri($"/api/v1/workflow-migrations/{started["id"]}", UriKind.Relative), Cancel)).JsonAsync();

        ((int)trial["trial"]!["ok"]!).ShouldBe(1);
        ((int)progress["moved"]!).ShouldBe(1);
    }

    [Fact]
    public async Task StartMigration_Moved_IsInTheJournalThatStudioShows()
    {
        var @case = await OneCaseBehind(["a"], ["nieuw"]);
        await Start(1, new RenamedStep("a", "nieuw"));
        await Host.SweepAsync();

        var journal = await (await (await Designer.ApiAsync()).PostAsync($"/elsa/api/workflow-instances/{(await InstanceOf(@case)).Id.Value:N}/journal", new { })).JsonAsync();

        var moved = journal["items"]!.AsArray().Where(e => (string?)e!["eventName"] == "Moved").ToList();
        moved.Select(e => (string?)e!["activityId"]).ShouldBe(["stroom", "nieuw"], ignoreOrder: true);
        moved.ShouldAllBe(e => e!["message"] == null && (string?)e["timestamp"] != null && (string?)e["nodeId"] != null);
    }

    private async Task<CaseUnderTest> OneCaseBehind(string[] before, string[] after)
    {
        await Publish(before);
        var @case = await Given(A.Case().Running(DefinitionId));
        await Publish(after);
        return @case;
    }

    private async Task Done(CaseUnderTest @case)
    {
        var task = await OpenTask(@case, HumanTaskKind.CaseTask);
        await As(@case.Officer).SendAsync(new CompleteHumanTaskCommand(task.Id, "Done", []));
    }

    private Task<List<(Guid, DateTimeOffset)>> Promises(CaseUnderTest @case) => Read(async db =>
        (await db.DueWork.Where(w => w.CaseId == @case.Id).OrderBy(w => w.DueAt).ToListAsync(Cancel)).ConvertAll(w => (w.SubjectId, w.DueAt)));
}
