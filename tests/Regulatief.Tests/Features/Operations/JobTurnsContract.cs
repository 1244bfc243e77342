using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Operations;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Operations;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Tests.Features.Operations;

/// <summary>What each process tells of its jobs, on each database.</summary>
public abstract class JobTurnsContract(RegulatiefHost host) : IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private JobTurns Kept => host.Services.GetRequiredService<JobTurns>();

    private DateTimeOffset Now => host.Clock.GetUtcNow();

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
    public async Task JobTurn_ThatWasTaken_IsToldToAll()
    {
        await KeepAsync(Of("sweep") with { BeganAt = Now, EndedWellAt = Now });
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await KeepAsync(Of("sweep") with { BeganAt = Now, EndedWellAt = Now });

        var turn = (await TurnsAsync()).ShouldHaveSingleItem();
        (turn.Node, turn.Job, turn.Standing, turn.BeganAt, turn.SeenAt).ShouldBe(("node:1", "sweep", JobStanding.Fine, Now, Now));
    }

    [Fact]
    public async Task JobTurn_ThatFailed_IsToldWithItsKindUntilOneEndsWell()
    {
        await KeepAsync(Of("sweep") with { BeganAt = Now, FailedAt = Now, Failure = nameof(TimeoutException) });
        var failing = (await TurnsAsync()).ShouldHaveSingleItem();
        (failing.Standing, failing.Failure).ShouldBe((JobStanding.Failing, "TimeoutException"));

        await KeepAsync(Of("sweep") with { BeganAt = Now, FailedAt = Now.AddSeconds(-15), Failure = nameof(TimeoutException), EndedWellAt = Now });
        (await TurnsAsync()).ShouldHaveSingleItem().Standing.ShouldBe(JobStanding.Fine);
    }

    [Fact]
    public async Task JobTurn_ThatDoesNotCome_IsLateWhileItsProcessTellsOfItself()
    {
        var turn = Of("sweep") with { BeganAt = Now, EndedWellAt = Now };
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await KeepAsync(turn, Of("hourly") with { EverySeconds = 3600, StartedAt = turn.StartedAt });

        (await TurnsAsync()).Select(t => (t.Job, t.Standing)).ShouldBe([("hourly", JobStanding.Fine), ("sweep", JobStanding.Late)]);
    }

    [Fact]
    public async Task Process_ThatTellsNothingForMinutes_IsGoneAndAfterADayForgotten()
    {
        await KeepAsync(Of("sweep") with { BeganAt = Now, EndedWellAt = Now });
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        (await TurnsAsync()).ShouldHaveSingleItem().Standing.ShouldBe(JobStanding.Gone);

        host.Clock.Advance(TimeSpan.FromDays(1));
        (await TurnsAsync()).ShouldBeEmpty();
        await KeepAsync(Of("sweep") with { Node = "node:2" });
        (await host.ReadAsync(db => db.JobTurns.Select(t => t.Node).ToListAsync(Cancel))).ShouldBe(["node:2"]);
    }

    [Fact]
    public async Task Process_ThatStopsInOrder_TakesItsRowsAlong()
    {
        var turns = new Turns(host.Clock);
        using var stopping = new CancellationTokenSource();
        var loop = turns.TakeAsync("sweep", TimeSpan.FromSeconds(15), _ => Task.CompletedTask, _ => { }, stopping.Token, isFirstNow: true);
        using var book = new TurnBook(turns, Kept, NullLogger<TurnBook>.Instance);
        await book.WriteAsync(Cancel);
        await KeepAsync(Of("sweep"));
        (await TurnsAsync()).Select(t => t.Node).ShouldBe([Turns.Node, "node:1"], ignoreOrder: true);

        await book.StopAsync(Cancel);

        (await TurnsAsync()).Select(t => t.Node).ShouldBe(["node:1"]);
        await stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(loop);
    }

    private JobTurn Of(string job) => new() { Node = "node:1", Job = job, EverySeconds = 15, StartedAt = Now };

    private Task KeepAsync(params JobTurn[] turns) => Kept.KeepAsync(turns, Cancel);

    private async Task<IReadOnlyList<TurnLine>> TurnsAsync() =>
        (await host.As(await A.Account(AccountRole.Administrator).InAsync(host)).SendAsync(new OperationsQuery())).Turns;
}

[Collection(nameof(SqliteHost))]
public sealed class SqliteJobTurnsTests(SqliteHost host) : JobTurnsContract(host);

public sealed class PostgreSqlJobTurnsTests(PostgreSqlHost host) : JobTurnsContract(host), IClassFixture<PostgreSqlHost>;

public sealed class SqlServerJobTurnsTests(SqlServerHost host) : JobTurnsContract(host), IClassFixture<SqlServerHost>;
