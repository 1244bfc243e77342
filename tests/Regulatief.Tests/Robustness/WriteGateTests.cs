using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Robustness;

public sealed class WriteGateTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task Gate_OnSqlite_LetsOneInAtATime()
    {
        using var gate = new WriteGate(DatabaseProvider.Sqlite);
        var first = await gate.EnterAsync(Cancel);

        var second = gate.EnterAsync(Cancel);

        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await second).Dispose();
    }

    [Fact]
    public async Task Gate_OnAServer_IsOpen()
    {
        using var gate = new WriteGate(DatabaseProvider.PostgreSql);
        using var first = await gate.EnterAsync(Cancel);

        using var second = await gate.EnterAsync(Cancel);

        second.ShouldNotBeNull();
    }

    [Fact]
    public async Task Gate_WaiterWhoGivesUp_LeavesThePlace()
    {
        using var gate = new WriteGate(DatabaseProvider.Sqlite);
        var first = await gate.EnterAsync(Cancel);
        using var impatient = new CancellationTokenSource();
        var waiting = gate.EnterAsync(impatient.Token);

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        first.Dispose();

        using var next = await gate.EnterAsync(Cancel);
        next.ShouldNotBeNull();
    }

    [Fact]
    public async Task Writers_ThirtyTwoAtOnce_AllSucceed()
    {
        var cases = new List<CaseUnderTest>();
        for (var i = 0; i < 32; i++) cases.Add(await Given(A.Case()));
        var tasks = new List<HumanTask>();
        foreach (var @case in cases) tasks.Add(await OpenTask(@case, HumanTaskKind.Intake));

        var results = await Task.WhenAll(cases.Zip(tasks, (@case, task) =>
            As(@case.Officer).SendAsync(new CompleteHumanTaskCommand(task.Id, null, TaskForm.Write(Answers.Intake)))));

        results.ShouldAllBe(result => result.Outcome == "Done");
    }
}
