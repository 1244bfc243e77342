using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Migrations.Sqlite;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Features.CaseAccesses;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Covers;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.MyWork;
using Regulatief.Web.Features.RiskSignals;

namespace Regulatief.Tests.Persistence;

/// <summary>What a command costs does not grow with the number of cases: SQLite seeks all that it reads, and says so in its plans.</summary>
public sealed partial class QueryPlanTests(QueryPlanTests.PlannedHost host) : IClassFixture<QueryPlanTests.PlannedHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_OnACase_ReadNoTableFromEndToEnd()
    {
        await host.ResetAsync(Cancel);
        var @case = await A.Case().Running(TestDefinitions.IntakeThenTask).Paired().InAsync(host);
        var officer = host.As(@case.Officer);

        host.Plans.Clear();
        await A.Case().Running(TestDefinitions.IntakeThenTask).LedBy(@case.Officer).WithoutClientAccount().InAsync(host);
        await officer.SendAsync(new CompleteHumanTaskCommand(await OpenTaskAsync(@case), null, TaskForm.Write(Answers.Intake)), "intake");
        await host.As(@case.Volunteer.Account).SendAsync(new NoteRiskSignalCommand(@case.Id, RiskSignalKind.RisingRiskBehaviour, "Slaapt slecht.", SignalSeverity.Worrying, new(2026, 11, 23)), "signaal");
        await officer.SendAsync(new OfficerWorkQuery());
        await officer.SendAsync(new CasePageQuery(@case.Id));
        await host.PassAsync(TimeSpan.FromDays(30));
        await officer.SendAsync(new CompleteHumanTaskCommand(await OpenTaskAsync(@case), "Done", []), "taak");

        host.Plans.Scanned.ShouldBeEmpty();
        host.Plans.Count.ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task Access_WithAllThatCanBeGivenAndDenied_IsSought()
    {
        await host.ResetAsync(Cancel);
        var (own, shared, other) = (await A.Case().Paired().InAsync(host), await A.Case().InAsync(host), await A.Case().InAsync(host));
        var privacyOfficer = host.As(await A.Account(AccountRole.PrivacyOfficer).InAsync(host));
        var today = new DateOnly(2026, 11, 24);
        var officer = host.As(own.Officer);
        await host.As(shared.Officer).SendAsync(new GiveCaseAccessCommand(shared.Id, CaseAccessKind.Share, own.Officer.Id, today, "Intervisie."));
        await privacyOfficer.SendAsync(new GiveCaseAccessCommand(other.Id, CaseAccessKind.Exclusion, own.Officer.Id, null, "Buurman."));
        await officer.SendAsync(new RestrictCaseCommand(own.Id, "Een bekende."));
        await host.As(await A.ProbationOfficer().InAsync(host)).SendAsync(new TakeBreakGlassCommand(other.Number, BreakGlassCategory.DangerToClient, "Nu."));
        var actor = await officer.ActorAsync();

        host.Plans.Clear();
        (await host.ReadAsync(db => db.Cases.VisibleTo(actor).CountAsync(Cancel))).ShouldBe(2);
        (await host.ReadAsync(db => db.Agreements.VisibleTo(actor).CountAsync(Cancel))).ShouldBe(0);
        await officer.SendAsync(new OfficerWorkQuery());
        await officer.SendAsync(new ListTasksQuery());
        await officer.SendAsync(new CasePageQuery(shared.Id));
        await officer.SendAsync(new CaseAccessPageQuery(own.Id));
        await officer.SendAsync(new CoverListQuery());
        await privacyOfficer.SendAsync(new FindBreakGlassQuery(true, other.Number, 1));

        host.Plans.Scanned.Where(scan => !scan.StartsWith(nameof(RegulatiefDbContext.Accounts), StringComparison.Ordinal)).ShouldBeEmpty();
        host.Plans.Count.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task AuditLog_ByEachOfItsFilters_IsSought()
    {
        await host.ResetAsync(Cancel);
        var @case = await A.Case().InAsync(host);
        var privacyOfficer = host.As(await A.Account(AccountRole.PrivacyOfficer).InAsync(host));
        var day = new DateOnly(2026, 11, 24);
        AuditFilter[] filters =
        [
            new(@case.Number, null, null, null, null, null), new(null, AuditKind.Change, null, null, null, null), new(null, null, day, day, null, null),
            new(null, null, null, null, nameof(StartCaseCommand), null), new(null, null, null, null, null, @case.Officer.Id),
        ];

        host.Plans.Clear();
        foreach (var filter in filters) (await privacyOfficer.SendAsync(new FindAuditEntriesQuery(filter, 1))).Total.ShouldBeGreaterThan(0);

        host.Plans.Scanned.ShouldNotContain(scan => scan.StartsWith(nameof(RegulatiefDbContext.AuditEntries), StringComparison.Ordinal));
        await privacyOfficer.SendAsync(new FindAuditEntriesQuery(AuditFilter.None, 1));
        host.Plans.Scanned.ShouldContain(scan => scan.StartsWith(nameof(RegulatiefDbContext.AuditEntries), StringComparison.Ordinal), "the control: without a filter all is counted");
    }

    /// <summary>The sealer looks every second: beside millions of rows that must read only the last of them.</summary>
    [Fact]
    public async Task Sealer_LookingForWhatIsNew_ReadsTheLastMinuteAlone()
    {
        await host.ResetAsync(Cancel);
        await A.Case().InAsync(host);
        await host.SealAsync();

        host.Plans.Clear();
        await host.ReadAsync(db => AuditSealer.Next(db, host.Clock.GetUtcNow()).ToListAsync(Cancel));
        await host.Services.GetRequiredService<AuditSealer>().HeadAsync(Cancel);

        host.Plans.Count.ShouldBe(2);
        host.Plans.Scanned.ShouldNotContain(scan => scan.StartsWith(nameof(RegulatiefDbContext.AuditEntries), StringComparison.Ordinal));
        await host.ReadAsync(db => AuditSealer.Next(db, null).ToListAsync(Cancel));
        host.Plans.Scanned.ShouldContain(scan => scan.StartsWith(nameof(RegulatiefDbContext.AuditEntries), StringComparison.Ordinal), "the control: the hourly look reads all");
    }

    private Task<HumanTaskId> OpenTaskAsync(CaseUnderTest @case) =>
        host.ReadAsync(db => db.HumanTasks.Where(t => t.CaseId == @case.Id && t.Status == HumanTaskStatus.Open).Select(t => t.Id).FirstAsync(Cancel));

    public sealed class PlannedHost() : RegulatiefHost(new SqliteDatabase())
    {
        internal PlanReader Plans { get; } = new();

        protected override void Replace(IServiceCollection services) => services.ConfigureDbContext<SqliteContext>(options => options.AddInterceptors(Plans));
    }

    /// <summary>Asks SQLite how it carries out each statement.</summary>
    internal sealed partial class PlanReader : DbCommandInterceptor
    {
        /// <summary>What does not grow with the number of cases.</summary>
        private static readonly string[] Small = [nameof(RegulatiefDbContext.Projects), nameof(RegulatiefDbContext.Definitions), nameof(RegulatiefDbContext.Counters), nameof(RegulatiefDbContext.Covers), nameof(RegulatiefDbContext.ClosingPeriods), "ProjectCoordinator"];

        private readonly ConcurrentDictionary<string, string> _scanned = new();
        private int _count;

        /// <summary>The tables that were read from end to end, each with a statement that did.</summary>
        public IEnumerable<string> Scanned => _scanned.Select(scan => $"{scan.Key}: {scan.Value}");

        public int Count => _count;

        public void Clear()
        {
            _scanned.Clear();
            _count = 0;
        }

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            Explain(command);
            return result;
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Explain(command);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Explain(command);
            return ValueTask.FromResult(result);
        }

        private void Explain(DbCommand command)
        {
            if (command.CommandText.StartsWith("PRAGMA", StringComparison.Ordinal)) return;
            using var explain = command.Connection!.CreateCommand();
            explain.Transaction = command.Transaction;
            explain.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
            foreach (DbParameter parameter in command.Parameters)
            {
                var copy = explain.CreateParameter();
                (copy.ParameterName, copy.Value) = (parameter.ParameterName, parameter.Value);
                explain.Parameters.Add(copy);
            }

            Interlocked.Increment(ref _count);
            using var plan = explain.ExecuteReader();
            while (plan.Read())
                if (Scan().Match(plan.GetString(3)) is { Success: true } scan && TableOf(scan.Groups[1].Value, command.CommandText) is { } table && !Small.Contains(table))
                    _scanned.TryAdd(table, command.CommandText);
        }

        private static string? TableOf(string name, string statement) =>
            Regex.Match(statement, $"(?:FROM|JOIN) \"(\\w+)\" AS \"{name}\"") is { Success: true } table ? table.Groups[1].Value : null;

        [GeneratedRegex(@"^SCAN (\w+)")]
        private static partial Regex Scan();
    }
}
