using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Robustness;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Persistence;

/// <summary>Which databases open, the same on each kind: those of this version and of earlier ones.</summary>
public abstract class DatabaseVersionContract(TestDatabase database) : IAsyncLifetime
{
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected string ConnectionString => database.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        if (database.Missing is null) await database.CreateAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Open_MadeByANewerVersion_IsRefusedAndStaysAsItWas()
    {
        if (database.Missing is { } reason) throw Promised.Missing(database.Provider.ToString().ToLowerInvariant(), reason);
        await OnAsync(async db =>
        {
            await db.CreateOrUpgradeAsync(Cancel);
            return await db.Database.ExecuteSqlRawAsync(HistoryOfANewerVersion, Cancel);
        });

        var refusal = await Should.ThrowAsync<UnknownMigrationsException>(() => OnAsync(async db =>
        {
            await db.CreateOrUpgradeAsync(Cancel);
            return 0;
        }));

        refusal.Message.ShouldContain("29990101000000_Later");
        (await OnAsync(async db => (await db.Database.GetAppliedMigrationsAsync(Cancel)).Count() - db.Database.GetMigrations().Count())).ShouldBe(1);
    }

    [Fact]
    public async Task Open_OfThisVersion_OpensAgain()
    {
        if (database.Missing is { } reason) throw Promised.Missing(database.Provider.ToString().ToLowerInvariant(), reason);
        for (var start = 0; start < 2; start++)
        {
            await OnAsync(async db =>
            {
                await db.CreateOrUpgradeAsync(Cancel);
                return await db.Accounts.CountAsync(Cancel);
            });
        }

        (await OnAsync(async db => (await db.Database.GetPendingMigrationsAsync(Cancel)).Count())).ShouldBe(0);
    }

    private const string HistoryOfANewerVersion =
        """INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('29990101000000_Later', '99.0.0')""";

    protected Task<T> OnAsync<T>(Func<RegulatiefDbContext, Task<T>> use) => database.UseAsync(use);
}

public sealed class SqliteVersionTests() : DatabaseVersionContract(new SqliteDatabase())
{
    [Fact]
    public async Task Open_RestoredOutOfWal_OpensInIt()
    {
        var source = new SqliteConnectionStringBuilder(ConnectionString).DataSource;
        var restored = $"{source}.restored";
        await OnAsync(async db =>
        {
            await db.CreateOrUpgradeAsync(Cancel);
            return await db.Database.ExecuteSqlAsync($"VACUUM INTO {restored}", Cancel);
        });
        SqliteConnection.ClearAllPools();
        File.Delete($"{source}-wal");
        File.Move(restored, source, overwrite: true);

        await OnAsync(async db =>
        {
            await db.CreateOrUpgradeAsync(Cancel);
            return await db.Accounts.CountAsync(Cancel);
        });

        (await OnAsync(db => db.Database.SqlQuery<string>($"SELECT journal_mode AS Value FROM pragma_journal_mode").SingleAsync(Cancel))).ShouldBe("wal");
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("--urls", "http://127.0.0.1:0")]
    public async Task Program_OnADatabaseOfANewerVersion_SaysSoWithoutATrace(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("regulatief-newer-");
        await OnAsync(async db =>
        {
            await db.CreateOrUpgradeAsync(Cancel);
            return await db.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('29990101000000_Later', '99.0.0')""", Cancel);
        });

        var result = await ProgramUnderTest.RunAsync(ConnectionString, folder.FullName, arguments, Cancel);

        result.ExitCode.ShouldBe(3);
        result.Error.ShouldStartWith("The database was made by a newer version of Regulatief");
        result.Error.ShouldNotContain("   at ");
        folder.Delete(recursive: true);
    }
}

public sealed class PostgreSqlVersionTests() : DatabaseVersionContract(new PostgreSqlDatabase());
