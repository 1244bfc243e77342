using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.HumanTasks;
using Regulatief.Engine.Instances;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.DueWorks;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.DueWorks;

/// <summary>A workflow that starts another one and waits for it: each in commits of its own, with rows between them.</summary>
public sealed class OtherWorkflowTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task OtherWorkflow_Started_IsARowOfTheStartersCommitAndRunsNext()
    {
        var @case = await Given(A.Case().Running(TestDefinitions.OtherWorkflowThenTask));
        (await TasksOf(@case)).ShouldBeEmpty();

        await Host.SweepAsync();

        (await TasksOf(@case)).ShouldBe(["vragen"]);
    }

    [Fact]
    public async Task OtherWorkflow_Done_WakesTheOneThatWaitsOnce()
    {
        var @case = await Given(A.Case().Running(TestDefinitions.OtherWorkflowThenTask));
        await Host.SweepAsync();
        var task = await OpenTask(@case, HumanTaskKind.CaseTask);

        await As(@case.Officer).SendAsync(new CompleteHumanTaskCommand(task.Id, "Done", []));
        await Host.SweepAsync();
        await Host.SweepAsync();

        (await TasksOf(@case)).ShouldBe(["bellen"]);
        (await Read(db => db.Instances.Where(i => i.ParentId != null).Select(i => i.Status).ToListAsync(Cancel))).ShouldBe([WorkflowStatus.Finished]);
        (await Read(db => db.Inbox.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task RecordFailedWork_RowThatIsGone_DoesNothingAndTellsNothing()
    {
        await Host.SendAsync(Regulatief.Cases.Accounts.Actor.System, new RecordFailedWorkCommand(Guid.CreateVersion7(), "weg"));

        (await Read(db => db.DueWork.CountAsync(Cancel))).ShouldBe(0);
        (await Read(db => db.AuditEntries.CountAsync(Cancel))).ShouldBe(0);
    }

    private Task<List<string?>> TasksOf(CaseUnderTest @case) =>
        Read(db => db.HumanTasks.Where(t => t.CaseId == @case.Id && t.Status == HumanTaskStatus.Open).Select(t => t.ActivityId).ToListAsync(Cancel));
}
