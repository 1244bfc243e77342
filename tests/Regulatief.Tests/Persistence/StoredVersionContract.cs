using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Regulatief.Cases.Audit;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Instances;
using Regulatief.Tests.Robustness;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting;

namespace Regulatief.Tests.Persistence;

/// <summary>
/// Databases of released versions, in <c>Persistence/Stored</c>: each opens in this build and is upgraded, every case is where it was, and its work goes on.
/// </summary>
/// <remarks>Made once for each version, by <see cref="Store_DatabaseOfThisVersion"/>, with the demo in it; never made anew.</remarks>
public abstract class StoredVersionContract(TestDatabase database) : IAsyncLifetime
{
    private static readonly string Stored = Path.Combine(Repository.Root, "tests", "Regulatief.Tests", "Persistence", "Stored");

    public static TheoryData<string> Versions => [.. Directory.GetDirectories(Stored).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Kind => database.Provider.ToString().ToLowerInvariant();

    public async ValueTask InitializeAsync()
    {
        if (database.Missing is { } reason) throw Promised.Missing(Kind, reason);
        await database.CreateAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Open_DatabaseOfAReleasedVersion_FindsEveryCaseWhereItWasAndGoesOn(string version)
    {
        await RestoreAsync(version);
        await using var host = new StoredHost(database.Shared(), "Testing");
        await host.InitializeAsync();

        (await CasesAsync(host)).ShouldBe(await File.ReadAllLinesAsync(PathOf(version, "txt"), Cancel));
        (await WithoutARoleAsync(host)).ShouldBeEmpty();

        // What was told before there were seals gets them now.
        var told = await host.ReadAsync(db => db.AuditEntries.CountAsync(Cancel));
        await host.SealAsync();
        var verdict = await host.ReadAsync(db => new AuditVerifier(db).VerifyAsync(null, Cancel));
        (verdict.IsFine, verdict.Verified, verdict.Unsealed).ShouldBe((true, told, 0));

        host.Clock.AdjustTime(await host.ReadAsync(db => db.Journal.MaxAsync(e => e.At, Cancel)));
        for (var week = 0; week < 4; week++) await host.PassAsync(TimeSpan.FromDays(7));
        (await host.ReadAsync(db => db.DueWork.CountAsync(w => w.Attempts > 0, Cancel))).ShouldBe(0);
        (await Invariants.BrokenInAsync(host, host.Clock.GetUtcNow())).ShouldBeEmpty();
    }

    /// <summary>So that nobody changes a migration that was released: databases have it behind them.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Open_DatabaseOfAReleasedVersion_HasTheSchemaOfAFreshOne(string version)
    {
        await using var fresh = Another();
        await fresh.CreateAsync(Cancel);
        await RestoreAsync(version);

        (await UpgradedSchemaAsync(database)).ShouldBe(await UpgradedSchemaAsync(fresh));
    }

    [Fact(Explicit = true)]
    public async Task Store_DatabaseOfThisVersion()
    {
        var version = ProductVersion.Current;
        File.Exists(PathOf(version, "gz")).ShouldBeFalse("a version that was released is never stored anew");
        Directory.CreateDirectory(Path.Combine(Stored, version));
        await using var host = new StoredHost(database.Shared(), Environments.Development);
        await host.InitializeAsync();

        await File.WriteAllLinesAsync(PathOf(version, "txt"), await CasesAsync(host), Cancel);
        var plain = await DumpAsync();
        await using var from = File.OpenRead(plain);
        await using var to = new GZipStream(File.Create(PathOf(version, "gz")), CompressionLevel.SmallestSize);
        await from.CopyToAsync(to, Cancel);
    }

    /// <summary>Whoever had one role has it, and so have their log-ins, and what was told to them or reported late.</summary>
    private static Task<List<string>> WithoutARoleAsync(StoredHost host) => host.ReadAsync(async db =>
    {
        List<string> without = [.. (await db.Accounts.ToListAsync(Cancel)).Where(a => a.Roles.Count != 1).Select(a => $"account {a.UserName}")];
        without.AddRange((await db.Escalations.Where(e => !db.Accounts.Any(a => a.Id == e.ToAccountId && a.Roles.Any(r => r.Role == e.ToRole))).Select(e => e.Id).ToListAsync(Cancel))
            .Select(id => $"escalation {id}"));
        without.AddRange((await db.Notices.Where(n => n.CaseId != null && n.Role == null).Select(n => n.Id).ToListAsync(Cancel)).Select(id => $"notice {id}"));
        return without;
    });

    protected abstract TestDatabase Another();

    /// <summary>A statement for one text a column or index.</summary>
    protected abstract string Schema { get; }

    private Task<List<string>> UpgradedSchemaAsync(TestDatabase of) => of.UseAsync(async db =>
    {
        await db.CreateOrUpgradeAsync(Cancel);
        return await db.Database.SqlQueryRaw<string>(Schema).ToListAsync(Cancel);
    });

    /// <returns>The file that holds all of it.</returns>
    protected abstract Task<string> DumpAsync();

    /// <param name="plain">What <see cref="DumpAsync"/> gave once.</param>
    protected abstract Task LoadAsync(string plain);

    private async Task RestoreAsync(string version)
    {
        var folder = Directory.CreateTempSubdirectory("regulatief-stored-");
        var plain = Path.Combine(folder.FullName, "plain");
        await using (var from = new GZipStream(File.OpenRead(PathOf(version, "gz")), CompressionMode.Decompress))
        await using (var to = File.Create(plain)) await from.CopyToAsync(to, Cancel);
        await LoadAsync(plain);
        folder.Delete(recursive: true);
    }

    private string PathOf(string version, string extension) => Path.Combine(Stored, version, $"{Kind}.{extension}");

    /// <summary>Where each case is: one line for it, its workflows, what they wait for and what is open.</summary>
    private static Task<IReadOnlyList<string>> CasesAsync(RegulatiefHost host) => host.ReadAsync(async db =>
    {
        var cases = await db.Cases.AsNoTracking().OrderBy(c => c.Number).ToListAsync(Cancel);
        var instances = (await db.Instances.AsNoTracking().ToListAsync(Cancel)).ToLookup(i => i.CaseId);
        var bookmarks = (await db.Bookmarks.AsNoTracking().ToListAsync(Cancel)).ToLookup(b => b.InstanceId);
        var tasks = (await db.HumanTasks.AsNoTracking().Where(t => t.Status == HumanTaskStatus.Open).ToListAsync(Cancel)).ToLookup(t => t.CaseId);
        var promises = (await db.DueWork.AsNoTracking().ToListAsync(Cancel)).ToLookup(w => w.CaseId);
        return (IReadOnlyList<string>)
        [
            .. cases.SelectMany(c => (string[])
            [
                $"{c.Number} {c.Phase} round {c.Round}{(c.IsPaused ? " paused" : "")}{(c.ClosureReason is { } reason ? $" closed: {reason}" : "")}",
                .. instances[c.Id].Select(i =>
                    $"  {i.DefinitionId} {i.DefinitionVersion} {i.Status} visits {InstanceSerializer.Read(i.StateJson).Executions.Count} waits {InOrder(bookmarks[i.Id].Select(b => b.ActivityId))}")
                    .Order(StringComparer.Ordinal),
                .. tasks[c.Id].Select(t => $"  {t.Kind} '{t.Title}' for {t.Role} by {t.DueOn:yyyy-MM-dd}").Order(StringComparer.Ordinal),
                $"  promises {InOrder(promises[c.Id].Select(w => $"{w.Kind}"))}",
            ]),
        ];
    });

    private static string InOrder(IEnumerable<string> words) => string.Join(' ', words.Order(StringComparer.Ordinal));

    private sealed class StoredHost(TestDatabase database, string environment) : RegulatiefHost(database, environment);
}

public sealed class SqliteStoredVersionTests : StoredVersionContract
{
    private readonly SqliteDatabase _database;

    public SqliteStoredVersionTests() : this(new SqliteDatabase())
    {
    }

    private SqliteStoredVersionTests(SqliteDatabase database) : base(database) => _database = database;

    protected override string Schema =>
        """
        SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || c.pk AS "Value" FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
        UNION ALL SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY 1
        """;

    private string FileName => new SqliteConnectionStringBuilder(_database.ConnectionString).DataSource;

    protected override TestDatabase Another() => new SqliteDatabase();

    protected override async Task<string> DumpAsync()
    {
        var copy = $"{FileName}.copy";
        await using var connection = new SqliteConnection(_database.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", copy);
        await command.ExecuteNonQueryAsync(Cancel);
        return copy;
    }

    protected override Task LoadAsync(string plain)
    {
        File.Copy(plain, FileName);
        return Task.CompletedTask;
    }
}

public sealed class PostgreSqlStoredVersionTests : StoredVersionContract
{
    private readonly PostgreSqlDatabase _database;

    public PostgreSqlStoredVersionTests() : this(new PostgreSqlDatabase())
    {
    }

    private PostgreSqlStoredVersionTests(PostgreSqlDatabase database) : base(database) => _database = database;

    protected override string Schema =>
        """
        SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS "Value" FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1
        """;

    protected override TestDatabase Another() => new PostgreSqlDatabase();

    protected override Task<string> DumpAsync() => _database.DumpAsync(Cancel);

    protected override Task LoadAsync(string plain) => _database.LoadAsync(plain, Cancel);
}
