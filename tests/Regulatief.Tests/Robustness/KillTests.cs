using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Workflows.Migration;
using Regulatief.Engine.Instances;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Migrations;

namespace Regulatief.Tests.Robustness;

/// <summary>kill -9 of the real program at random moments under load: one process on SQLite, two that take turns on PostgreSQL.</summary>
public abstract class KillContract(KilledHost host, int programs, int kills) : IAsyncLifetime
{
    private const int Drivers = 4;

    /// <summary>The flowchart and the step that the case is at.</summary>
    private const int MovesOfACase = 2;

    /// <summary>Seeds that found something. Tried in every run from then on; what they found stands in <c>docs/reliability.md</c>.</summary>
    private static readonly int[] SeedsThatFailed = [];

    private readonly ProgramUnderTest?[] _running = new ProgramUnderTest?[programs];
    private readonly Ledger _ledger = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (host.Database.Missing is { } reason) throw Promised.Missing(host.Database.Provider.ToString().ToLowerInvariant(), reason);
        await host.ResetAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _running) if (program is not null) await program.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public static TheoryData<int> Seeds() => [.. SeedsThatFailed, .. FaultLength.Seeds(full: 5)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Kill_AtRandomMoments_LosesNothingAndDoesNothingTwice(int seed)
    {
        var random = new Random(seed);
        var (drivers, working, stop) = await StartWorkAsync($"{seed}");
        var (underWay, committed) = (0, 0);

        for (var kill = 1; kill <= kills; kill++)
        {
            // A first request costs far more than the next: one kill in four comes before anything was answered.
            if (random.Next(4) > 0) await AnsweredAsync(working);
            await Task.Delay(random.Next(10, 500), Cancel);
            var slot = random.Next(programs);
            await _running[slot]!.KillAsync();
            if (programs == 1)
            {
                var open = _ledger.Lines.Where(l => !l.IsAcknowledged).ToList();
                underWay += open.Count;
                committed += await CommittedOfAsync(open);
            }

            await ShouldHoldAsync($"seed {seed}, kill {kill}", isAtRest: false);
            await StartAsync(slot);
        }

        await stop.CancelAsync();
        var cases = (await Task.WhenAll(working)).Sum();
        stop.Dispose();
        var recovered = await RecoveryAsync();
        await ShouldHoldAsync($"seed {seed}, at the end", isAtRest: true);
        _ledger.Lines.ShouldAllBe(line => line.IsAcknowledged);
        FaultLength.Say($"{host.Database.Provider}, {programs} program(s): {kills} kills, {cases} cases, {_ledger.Lines.Count} commands, "
            + $"{drivers.Sum(d => d.Repeated)} asked again, {underWay} under way when killed of which {committed} were committed; all due work done {recovered.TotalSeconds:F1} s after the last start");
    }

    [Fact]
    public async Task Pause_InTheMiddleOfWork_LetsOthersGoOnAndNothingIsDoneTwice()
    {
        var (drivers, working, stop) = await StartWorkAsync("pause");
        for (var pause = 1; pause <= FaultLength.Of(1, 5); pause++)
        {
            await AnsweredAsync(working);
            await SignalAsync("-STOP");
            await Task.Delay(TimeSpan.FromSeconds(FaultLength.Of(3, 60)), Cancel);
            await SignalAsync("-CONT");
        }

        await AnsweredAsync(working);
        await EndWorkAsync(working, stop);
        drivers.Sum(d => d.Refused).ShouldBe(0);
    }

    [Fact]
    public async Task Stop_UnderLoad_EndsWhatItBeganAndFailsNoRequest()
    {
        var (drivers, working, stop) = await StartWorkAsync("stop");
        for (var turn = 1; turn <= FaultLength.Of(1, 10); turn++)
        {
            await AnsweredAsync(working);
            var program = _running[0]!;
            await SignalAsync("-TERM");
            (await NotReadyAsync(program)).ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await StatusOfAsync(program, "/health/live")).ShouldBe(HttpStatusCode.OK);
            await program.ExitAsync(TimeSpan.FromSeconds(30));
            await StartAsync(0);
        }

        await EndWorkAsync(working, stop);
        drivers.Sum(d => d.Refused).ShouldBe(0, "answers of 500 and above");
    }

    [Fact]
    public async Task Migration_KilledHalfWay_GoesOnAndMovesEachCaseOnce()
    {
        var cycle = $"verplaatsen-{Guid.NewGuid():N}";
        host.Clock.AdjustTime(TimeProvider.System.GetUtcNow());
        var designer = host.As(await A.Account(AccountRole.Designer).InAsync(host));
        await designer.SendAsync(new SaveDefinitionCommand(TestDefinitions.TasksInTurn(cycle, 1, "a"), Publish: true));
        var cases = FaultLength.Of(200, 10_000);
        await StartCasesAsync(cycle, cases);
        await designer.SendAsync(new SaveDefinitionCommand(TestDefinitions.TasksInTurn(cycle, 2, "a", "b"), Publish: true));
        await designer.SendAsync(new StartMigrationCommand(cycle, 1, []));

        for (var slot = 0; slot < programs; slot++) await StartAsync(slot);
        await WaitingAsync(atMost: cases - 1);
        for (var slot = 0; slot < programs; slot++) await _running[slot]!.KillAsync();
        var halfWay = await WaitingAsync(atMost: cases);
        await ShouldBeOnOneVersionAsync();
        for (var slot = 0; slot < programs; slot++) await StartAsync(slot);
        await WaitingAsync(atMost: 0);

        (await ShouldBeOnOneVersionAsync()).ShouldBe(cases);
        (await Invariants.BrokenInAsync(host, TimeProvider.System.GetUtcNow())).Take(10).ShouldBeEmpty();
        (await Should.ThrowAsync<CaseRuleException>(designer.SendAsync(new StartMigrationCommand(cycle, 1, [])))).Code.ShouldBe("migration-no-cases");
        FaultLength.Say($"{host.Database.Provider}: killed when {halfWay} of {cases} cases were still to be moved");
    }

    private async Task StartCasesAsync(string cycle, int count)
    {
        var officer = host.As(await A.ProbationOfficer().InAsync(host));
        var project = await A.Project().Running(cycle).InAsync(host);
        for (var i = 0; i < count; i++)
            await officer.SendAsync(new StartCaseCommand { FirstName = "Cliënt", LastName = $"Verplaatst {i}", BornOn = new DateOnly(1990, 4, 1), ProjectId = project.Id.Value });
    }

    /// <summary>Waits until no more than these cases are still to be moved.</summary>
    private async Task<int> WaitingAsync(int atMost)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var waiting = await host.ReadAsync(db => db.MigratingCases.CountAsync(m => m.Outcome == MigrationOutcome.Waiting, Cancel));
            if (waiting <= atMost) return waiting;
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromMinutes(5));
            await Task.Delay(TimeSpan.FromMilliseconds(5), Cancel);
        }
    }

    /// <summary>Each case that moved is on the new version in its row, its state and its journal, and each that did not is on the old one.</summary>
    /// <returns>How many moved.</returns>
    private async Task<int> ShouldBeOnOneVersionAsync()
    {
        var rows = await host.ReadAsync(db => db.MigratingCases
            .Join(db.Instances, m => m.InstanceId, i => i.Id, (m, i) => new { m.Outcome, i.DefinitionVersion, i.StateJson, Moves = db.Journal.Count(e => e.InstanceId == i.Id && e.Event == JournalEvent.Moved) })
            .ToListAsync(Cancel));
        rows.Select(r => (r.Outcome, r.DefinitionVersion, InstanceSerializer.Read(r.StateJson).DefinitionVersion, r.Moves)).Distinct()
            .ShouldBeSubsetOf([(MigrationOutcome.Waiting, 1, 1, 0), (MigrationOutcome.Moved, 2, 2, MovesOfACase)]);
        return rows.Count(r => r.Outcome == MigrationOutcome.Moved);
    }

    private async Task<(List<Driver> Drivers, List<Task<int>> Working, CancellationTokenSource Stop)> StartWorkAsync(string name)
    {
        var drivers = new List<Driver>();
        for (var i = 0; i < Drivers; i++) drivers.Add(await Driver.In(host, AnyAsync, $"{name}-{i}", _ledger));
        for (var slot = 0; slot < programs; slot++) await StartAsync(slot);
        var stop = new CancellationTokenSource();
        return (drivers, [.. drivers.Select(driver => Task.Run(() => driver.WorkAsync(stop.Token), Cancel))], stop);
    }

    private async Task EndWorkAsync(List<Task<int>> working, CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        await Task.WhenAll(working);
        stop.Dispose();
        await RecoveryAsync();
        await ShouldHoldAsync("at the end", isAtRest: true);
    }

    private Task SignalAsync(string signal) =>
        ShellCommand.RunAsync(["kill", signal, _running[0]!.Id.ToString(CultureInfo.InvariantCulture)], Cancel);

    private async Task ShouldHoldAsync(string when, bool isAtRest)
    {
        var broken = await Invariants.BrokenInAsync(host, TimeProvider.System.GetUtcNow(), _ledger);
        // Late is not wrong while the program is down: what is due is done at the end.
        if (!isAtRest) broken = [.. broken.Where(line => !line.StartsWith("I6", StringComparison.Ordinal))];
        broken.ShouldBeEmpty(when);
    }

    /// <summary>What the program answers a proxy once it no longer says that it is ready.</summary>
    private static async Task<HttpStatusCode> NotReadyAsync(ProgramUnderTest program)
    {
        while (true)
        {
            if (await StatusOfAsync(program, "/health/ready") is var status and not HttpStatusCode.OK) return status;
            await Task.Delay(TimeSpan.FromMilliseconds(20), Cancel);
        }
    }

    private static async Task<HttpStatusCode> StatusOfAsync(ProgramUnderTest program, string path)
    {
        using var answer = await program.Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        return answer.StatusCode;
    }

    /// <summary>Waits until a driver has an answer again.</summary>
    private async Task AnsweredAsync(List<Task<int>> working)
    {
        var before = _ledger.Acknowledged;
        while (_ledger.Acknowledged == before)
        {
            if (working.Find(w => w.IsCompleted) is { } failed) await failed;
            await Task.Delay(TimeSpan.FromMilliseconds(10), Cancel);
        }
    }

    private Task<int> CommittedOfAsync(List<SentCommand> sent) => host.ReadAsync(async db =>
    {
        var keys = sent.Select(s => s.Key).ToList();
        return await db.IdempotencyRecords.CountAsync(r => keys.Contains(r.Key), Cancel);
    });

    /// <summary>How long after the last start nothing that was due is left.</summary>
    private async Task<TimeSpan> RecoveryAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var now = TimeProvider.System.GetUtcNow();
            if (!await host.ReadAsync(db => db.DueWork.AnyAsync(w => w.DueAt <= now, Cancel))) return Stopwatch.GetElapsedTime(started);
            // At full length the machine has nothing else to do, and the product's word counts: 20 s late at most. Else this only ends what would never end.
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(FaultLength.IsFull ? TimeSpan.FromSeconds(25) : TimeSpan.FromMinutes(5));
            await Task.Delay(TimeSpan.FromMilliseconds(200), Cancel);
        }
    }

    private async Task StartAsync(int slot)
    {
        var old = _running[slot];
        _running[slot] = null;
        if (old is not null) await old.DisposeAsync();
        _running[slot] = await ProgramUnderTest.StartAsync(host.Database.ConnectionString, host.Folder.FullName, Cancel, provider: host.Database.Provider);
    }

    /// <summary>One of the programs that are up; waits until there is one.</summary>
    private async Task<HttpClient> AnyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_running[Random.Shared.Next(programs)] is { } program) return program.Http;
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }
}

/// <summary>Makes the people and looks at what is stored; the requests go to processes of their own.</summary>
public abstract class KilledHost(TestDatabase database) : RegulatiefHost(database)
{
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("regulatief-killed-");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}

public sealed class KilledSqliteHost() : KilledHost(new SqliteDatabase());

public sealed class KilledPostgreSqlHost() : KilledHost(new PostgreSqlDatabase());

public sealed class SqliteKillTests(KilledSqliteHost host) : KillContract(host, programs: 1, FaultLength.Of(6, 40)), IClassFixture<KilledSqliteHost>;

public sealed class PostgreSqlKillTests(KilledPostgreSqlHost host) : KillContract(host, programs: 2, FaultLength.Of(4, 40)), IClassFixture<KilledPostgreSqlHost>;
