using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Persistence;

/// <summary>How long steps took, counted in each database's own SQL.</summary>
public abstract class NodeTimesContract(RegulatiefHost host) : IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (host.Database.Missing is { } reason) throw Promised.Missing(host.Database.Provider.ToString().ToLowerInvariant(), reason);
        await host.ResetAsync(Cancel);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task NodeTimes_TenVisits_HaveTheirMedianAndP90InSeconds()
    {
        var begin = host.Clock.GetUtcNow();
        await EachHourOneEndsAsync();

        var times = await host.ReadAsync(db => db.NodeTimesAsync(TestDefinitions.OneTask, 1, ["Regulatief.CaseTask", "Elsa.Delay"], begin, Cancel));

        var only = times.ShouldHaveSingleItem();
        (only.Visits, only.MedianSeconds, only.P90Seconds).ShouldBe((10, 5 * 3600, 9 * 3600));
    }

    [Fact]
    public async Task NodeTimes_VisitsThatEndedBefore_AreLeftOutAndThoseThatBeganBeforeAreNot()
    {
        var begin = host.Clock.GetUtcNow();
        await EachHourOneEndsAsync();

        var times = await host.ReadAsync(db => db.NodeTimesAsync(TestDefinitions.OneTask, 1, ["Regulatief.CaseTask"], begin.AddHours(8), Cancel));

        var only = times.ShouldHaveSingleItem();
        (only.Visits, only.MedianSeconds, only.P90Seconds).ShouldBe((3, 9 * 3600, 10 * 3600));
    }

    [Fact]
    public async Task NodeTimes_OfOtherTypes_AreNone()
    {
        var begin = host.Clock.GetUtcNow();
        await EachHourOneEndsAsync();

        (await host.ReadAsync(db => db.NodeTimesAsync(TestDefinitions.OneTask, 1, ["Elsa.Delay"], begin, Cancel))).ShouldBeEmpty();
        (await host.ReadAsync(db => db.NodeTimesAsync(TestDefinitions.OneTask, 1, [], begin, Cancel))).ShouldBeEmpty();
    }

    /// <summary>Eleven begin together; ten end, an hour apart.</summary>
    private async Task EachHourOneEndsAsync()
    {
        var cases = new List<CaseUnderTest>();
        for (var i = 0; i < 11; i++) cases.Add(await A.Case().Running(TestDefinitions.OneTask).InAsync(host));
        foreach (var @case in cases.Take(10))
        {
            host.Clock.Advance(TimeSpan.FromHours(1));
            var task = await host.ReadAsync(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.CaseId == @case.Id && t.Status == HumanTaskStatus.Open, Cancel));
            await host.As(@case.Officer).SendAsync(new CompleteHumanTaskCommand(task.Id, "Done", []));
        }
    }
}

[Collection(nameof(SqliteHost))]
public sealed class SqliteNodeTimesTests(SqliteHost host) : NodeTimesContract(host);

public sealed class PostgreSqlNodeTimesTests(PostgreSqlHost host) : NodeTimesContract(host), IClassFixture<PostgreSqlHost>;

public sealed class SqlServerNodeTimesTests(SqlServerHost host) : NodeTimesContract(host), IClassFixture<SqlServerHost>;
