using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.RiskSignals;
using Regulatief.Web.Hosting;

namespace Regulatief.Tests.Robustness;

/// <summary>A store that fails: before, during and after a commit on each way of writing, and at random. The caller tries again with the same key.</summary>
public abstract class FaultyStoreContract(FaultyHost host) : IAsyncLifetime
{
    /// <summary>Of one sending: three for a version that was raised meanwhile, times four for an error that may pass.</summary>
    private const int MaxTransactionsPerSend = 12;
    private const int MaxSends = 15;

    private static readonly string[] Paths = ["start", "complete", "claim", "note", "withdraw"];

    private readonly Ledger _ledger = new();
    private CaseUnderTest _case = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (host.Database.Missing is { } reason) throw Promised.Missing(host.Database.Provider.ToString().ToLowerInvariant(), reason);
        host.Store.Fail(0, 0);
        await host.ResetAsync(Cancel);
        _case = await A.Case().Running(TestDefinitions.IntakeThenTask).Paired().InAsync(host);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    public static TheoryData<string, string> Commits() => new(from path in Paths from fault in Enum.GetNames<CommitFault>() select (path, fault));

    [Theory, MemberData(nameof(Commits))]
    public async Task Commit_Fails_TheRetryFindsOneEffect(string path, string fault)
    {
        var (actor, send) = await CommandOn(path);
        host.Store.FailNext(Enum.Parse<CommitFault>(fault));

        await UntilAnsweredAsync(() => send("de sleutel"));
        await send("de sleutel");

        host.Store.Failures.ShouldBe(1);
        (await host.ReadAsync(db => db.IdempotencyRecords.CountAsync(r => r.ActorId == actor.Id, Cancel))).ShouldBe(1);
        (await host.ReadAsync(db => db.AuditEntries.CountAsync(a => a.ActorId == actor.Id && a.CaseId != null && a.Action == LastCommand, Cancel))).ShouldBe(1);
        (await Invariants.BrokenInAsync(host, host.Clock.GetUtcNow())).ShouldBeEmpty();
    }

    [Theory, InlineData(nameof(CommitFault.Before)), InlineData(nameof(CommitFault.During)), InlineData(nameof(CommitFault.After))]
    public async Task Commit_OfDueWorkFails_ItIsDoneOnce(string fault)
    {
        var waiting = await A.Case().Running("wacht-dan-taak").InAsync(host);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.SweepAsync();
        host.Clock.Advance(TimeSpan.FromDays(30));
        host.Store.FailNext(Enum.Parse<CommitFault>(fault));

        await host.SweepAsync();
        await host.PassAsync(TimeSpan.FromMinutes(2));

        host.Store.Failures.ShouldBe(1);
        (await host.ReadAsync(db => db.Escalations.CountAsync(e => e.CaseId == _case.Id, Cancel))).ShouldBe(1);
        (await host.ReadAsync(db => db.Escalations.CountAsync(e => e.CaseId == waiting.Id, Cancel))).ShouldBe(1);
        (await Invariants.BrokenInAsync(host, host.Clock.GetUtcNow())).ShouldBeEmpty();
    }

    [Theory, InlineData(0.01), InlineData(0.05), InlineData(0.2)]
    public async Task Errors_AtRandom_NothingIsLostAndNothingIsDoneTwice(double rate)
    {
        var (cases, workers) = (FaultLength.Of(24, 600), 4);
        var seed = FaultLength.Seed($"{host.Database.Provider} errors at {rate:P0}");
        var officers = new List<CaseUnderTest>();
        for (var i = 0; i < 3 * workers; i++)
        {
            var people = await A.Case().Running(Definitions[i % 3]).StartedWith("first").InAsync(host);
            _ledger.Send(people.Officer.Id, "first", nameof(StartCaseCommand));
            _ledger.Acknowledge(people.Officer.Id, "first", people.Id.Value);
            officers.Add(people);
        }

        host.Store.Fail(rate, seed);
        var started = Stopwatch.GetTimestamp();
        using var done = new CancellationTokenSource();
        var sweeping = SweepUntilAsync(done.Token);

        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            for (var i = worker; i < cases; i += workers) await WorkOnAsync(officers[i % officers.Count], $"{seed}-{i}");
        })));
        await done.CancelAsync();
        await sweeping;

        var (sent, transactions, failures, seconds) =
            (_ledger.Lines.Count - officers.Count, host.Store.Transactions, host.Store.Failures, Stopwatch.GetElapsedTime(started).TotalSeconds);
        host.Store.Fail(0, 0);
        await host.PassAsync(TimeSpan.FromHours(2));
        await host.PassAsync(TimeSpan.FromMinutes(2));
        (await Invariants.BrokenInAsync(host, host.Clock.GetUtcNow(), _ledger)).ShouldBeEmpty($"seed {seed}");
        _ledger.Lines.ShouldAllBe(line => line.IsAcknowledged);
        FaultLength.Say($"{host.Database.Provider} errors at {rate:P0}: {sent} commands, {transactions} transactions, {failures} errors, at most {_mostSends} sends of one command, {sent / seconds:F0} commands/s");
        if (FaultLength.IsFull) failures.ShouldBeGreaterThan(0);
    }

    [Theory, InlineData("that reads", 1), InlineData("that writes", 2)]
    public async Task Errors_AtEveryStatement_AreGivenUpAfterABoundedNumberOfTriesAsA503(string kind, int statement)
    {
        var task = await host.ReadAsync(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.CaseId == _case.Id, Cancel));
        var api = await host.As(_case.Officer).ApiAsync();
        host.Store.FailEveryAt(statement);

        var answer = await api.PostAsync($"/api/v1/tasks/{task.Id}/complete", new { data = TaskForm.Write(Answers.Intake) });

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, $"a statement {kind}");
        host.Store.Transactions.ShouldBeInRange(1, MaxTransactionsPerSend);
        host.Store.Fail(0, 0);
        (await host.ReadAsync(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.Id == task.Id, Cancel))).IsOpen.ShouldBeTrue();
    }

    private static readonly string[] Definitions = [TestDefinitions.IntakeThenTask, TestDefinitions.OtherWorkflowThenTask, "wacht-dan-taak"];

    private int _mostSends;

    private string LastCommand { get; set; } = "";

    /// <summary>A command on one way of writing, and whoever sends it; it has sent nothing else with a key.</summary>
    private async Task<(Account Actor, Func<string, Task> Send)> CommandOn(string path)
    {
        var (officer, volunteer) = (_case.Officer, _case.Volunteer.Account);
        var task = await host.ReadAsync(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.CaseId == _case.Id, Cancel));
        var signal = path == "withdraw" ? await host.As(volunteer).SendAsync(Noted) : default;
        return path switch
        {
            "start" => (_case.Coordinator, key => SendAs(_case.Coordinator, Start("Nieuw", _case), key)),
            "complete" => (officer, key => SendAs(officer, new CompleteHumanTaskCommand(task.Id, null, TaskForm.Write(Answers.Intake)), key)),
            "claim" => (officer, key => SendAs(officer, new ClaimHumanTaskCommand(task.Id), key)),
            "note" => (volunteer, key => SendAs(volunteer, Noted, key)),
            _ => (volunteer, key => SendAs(volunteer, new WithdrawRiskSignalCommand(signal), key)),
        };

        Task SendAs<T>(Account account, ICommand<T> command, string key)
        {
            LastCommand = command.GetType().Name;
            return host.As(account).SendAsync(command, key);
        }
    }

    private NoteRiskSignalCommand Noted => new(_case.Id, RiskSignalKind.RisingRiskBehaviour, "Slaapt slecht.", SignalSeverity.Worrying, new(2026, 11, 23));

    private static StartCaseCommand Start(string lastName, CaseUnderTest @case) => new()
    {
        FirstName = "Cliënt",
        LastName = lastName,
        BornOn = new DateOnly(1990, 4, 1),
        ProjectId = @case.Project.Id.Value,
        ProfessionalId = @case.Officer.Id,
        Goals = [new StartCaseGoal { Text = "Werk", Kind = GoalKind.SocialInclusion, LifeDomain = LifeDomain.WorkAndEducation }],
    };

    /// <summary>Starts a case and does what it asks, until it waits for a timer or is closed.</summary>
    private async Task WorkOnAsync(CaseUnderTest people, string name)
    {
        var started = await SendAsync(people.Officer, Start(name, people) with { ProfessionalId = null }, $"{name}-start", r => r.CaseId.Value);
        var open = await host.ReadAsync(db => db.HumanTasks.AsNoTracking().Where(t => t.CaseId == started.CaseId && t.Status == HumanTaskStatus.Open).ToListAsync(Cancel));
        foreach (var task in open)
            await SendAsync(people.Officer, Completing(task), $"{name}-{task.Kind}", r => r.TaskId.Value);
    }

    private static CompleteHumanTaskCommand Completing(HumanTask task) => task.Kind == HumanTaskKind.Intake
        ? new(task.Id, null, TaskForm.Write(Answers.Intake))
        : new(task.Id, task.Outcomes[0], []);

    private async Task<T> SendAsync<T>(Account account, ICommand<T> command, string key, Func<T, Guid> resultId)
    {
        _ledger.Send(account.Id, key, command.GetType().Name);
        var result = default(T)!;
        await UntilAnsweredAsync(async () => result = await host.As(account).SendAsync(command, key));
        _ledger.Acknowledge(account.Id, key, resultId(result));
        return result;
    }

    private async Task UntilAnsweredAsync(Func<Task> send)
    {
        for (var sends = 1; ; sends++)
        {
            InterlockedMax(sends);
            try
            {
                await send();
                return;
            }
            catch (Exception exception) when (exception.IsUnavailable() && sends < MaxSends)
            {
                // As a client of the API does on a 503.
            }
        }
    }

    private void InterlockedMax(int sends)
    {
        for (var most = _mostSends; sends > most && Interlocked.CompareExchange(ref _mostSends, sends, most) != most; most = _mostSends)
        {
        }
    }

    private async Task SweepUntilAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(20));
            await UntilAnsweredAsync(() => host.SweepAsync());
            await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        }
    }
}

/// <summary>The product on a store that fails where the test says.</summary>
public abstract class FaultyHost(TestDatabase database) : RegulatiefHost(database)
{
    internal FaultyStore Store { get; } = new(database.Provider);

    protected override void Replace(IServiceCollection services) => Store.Under(services);
}

public sealed class FaultySqliteHost() : FaultyHost(new SqliteDatabase());

public sealed class FaultyPostgreSqlHost() : FaultyHost(new PostgreSqlDatabase());

public sealed class SqliteFaultyStoreTests(FaultySqliteHost host) : FaultyStoreContract(host), IClassFixture<FaultySqliteHost>;

public sealed class PostgreSqlFaultyStoreTests(FaultyPostgreSqlHost host) : FaultyStoreContract(host), IClassFixture<FaultyPostgreSqlHost>;
