using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Migrations.Sqlite;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Features.Cases;
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
        await host.As(@case.Volunteer.Account).SendAsync(new NoteRiskSignalCommand(@case.Id, RiskSignalKind.RisingRiskBehaviour, "Slaapt slecht."), "signaal");
        await officer.SendAsync(new OfficerWorkQuery());
        await officer.SendAsync(new CasePageQuery(@case.Id));
        await host.PassAsync(TimeSpan.FromDays(30));
        await officer.SendAsync(new CompleteHumanTaskCommand(await OpenTaskAsync(@case), "Done", []), "taak");

        host.Plans.Scanned.ShouldBeEmpty();
        host.Plans.Count.ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task AuditLog_ByEachOfItsFilters_IsSought()
    {
        await host.ResetAsync(Cancel);
        var @case = await A.Case().InAsync(host);
        var privacyOfficer = host.As(await A.Account(AccountRole.PrivacyOfficer).InAsync(host));
        var day = new DateOnly(2026, 11, 24);
        FindAuditEntriesQuery[] filters =
        [
            new(@case.Number, null, null, null, null, 1), new(null, AuditKind.Change, null, null, null, 1), new(null, null, day, day, null, 1),
            new(null, null, null, null, nameof(StartCaseCommand), 1),
        ];

        host.Plans.Clear();
        foreach (var filter in filters) (await privacyOfficer.SendAsync(filter)).Total.ShouldBeGreaterThan(0);

        host.Plans.Scanned.ShouldNotContain(scan => scan.StartsWith(nameof(RegulatiefDbContext.AuditEntries), StringComparison.Ordinal));
        await privacyOfficer.SendAsync(new FindAuditEntriesQuery(null, null, null, null, null, 1));
        host.Plans.Scanned.ShouldContain(scan => scan.StartsWith(nameof(RegulatiefDbContext.AuditEntries), StringComparison.Ordinal), "the control: without a filter all is counted");
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
        private static readonly string[] Small = [nameof(RegulatiefDbContext.Projects), nameof(RegulatiefDbContext.Definitions), nameof(RegulatiefDbContext.Counters), nameof(RegulatiefDbContext.Covers), "ProjectCoordinator"];

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
