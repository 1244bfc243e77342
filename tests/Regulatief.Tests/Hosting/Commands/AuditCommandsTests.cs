using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Audit;
using Regulatief.Tests.Robustness;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Tests.Hosting.Commands;

/// <summary>The audit log verified by somebody else, on a copy of the database, with the real program.</summary>
public sealed class AuditCommandsTests(SqliteHost host) : FeatureTest(host)
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("regulatief-verify-");

    private string Copy => Path.Combine(_folder.FullName, "copy.db");

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        return base.DisposeAsync();
    }

    [Fact]
    public async Task VerifyAudit_OfAStrangersCopyWithOneRowChanged_NamesIt()
    {
        await GivenRowsAsync(5);
        await CopyAsync();

        var sound = await VerifyAsync();
        var row = await OnCopyAsync("SELECT EntryId FROM AuditSeals WHERE Sequence = 3");
        await OnCopyAsync("DROP TRIGGER AuditEntries_AppendOnly_UPDATE; UPDATE AuditEntries SET ActorId = upper(Id) WHERE Id = (SELECT EntryId FROM AuditSeals WHERE Sequence = 3)");
        var changed = await VerifyAsync();

        (sound.ExitCode, changed.ExitCode).ShouldBe((0, 1), sound.Error + changed.Error);
        sound.Output.ShouldContain("5 rows are as they were sealed.");
        sound.Output.ShouldContain("No row waits for its seal.");
        sound.Output.ShouldContain("The last anchor stands at 5, of 2026-11-24T08:00:00.0000000+00:00: the chain agrees with it.");
        changed.Output.ShouldContain("2 rows are as they were sealed.");
        changed.Output.ShouldContain($"DAMAGE at 3: row {row!.ToLowerInvariant()} of 2026-11-24T08:00:00.0000000+00:00 was changed, or its seal.");
    }

    [Fact]
    public async Task VerifyAudit_OfARestoredBackup_SaysSoUntilItIsAccepted()
    {
        await GivenRowsAsync(3);
        await CopyAsync();
        Clock.Advance(TimeSpan.FromMinutes(5));
        await GivenRowsAsync(2);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "appsettings.Local.json"), JsonSerializer.Serialize(
            new { Audit = new { Host.AnchorFolder, Host.SigningKeyFile } }), Cancel);

        var restored = await RunAsync("verify-audit");
        var accepted = await RunAsync("accept-restored-audit", "--reason", "Schijf stuk, back-up van 9 uur");
        var after = await RunAsync("verify-audit");
        var again = await RunAsync("accept-restored-audit", "--reason", "Nog eens");

        (restored.ExitCode, accepted.ExitCode, after.ExitCode, again.ExitCode).ShouldBe((1, 0, 0, 1), restored.Error + accepted.Error + after.Error);
        restored.Output.ShouldContain("DAMAGE at 4: the log ends, after a row of 2026-11-24T08:00:00.0000000+00:00, before its last anchor: its end was cut off, or a backup of before was restored.");
        after.Output.ShouldContain("rows from 4 on were lost: Schijf stuk, back-up van 9 uur");
        again.Error.ShouldContain("there is no restore to accept");
    }

    [Fact]
    public async Task VerifyAudit_WithoutWhatItNeeds_SaysWhat()
    {
        Directory.CreateDirectory(Host.AnchorFolder);

        var unmigrated = await VerifyAsync();
        var noFolder = await RunAsync("verify-audit", "--anchors", Path.Combine(_folder.FullName, "nergens"));

        (unmigrated.ExitCode, noFolder.ExitCode).ShouldBe((3, 2));
        unmigrated.Error.ShouldContain("run the command migrate first");
        noFolder.Error.ShouldContain("is no folder; expected one with anchors");
    }

    private async Task GivenRowsAsync(int count)
    {
        await Host.WriteAsync(db => db.AddRange(Enumerable.Range(0, count).Select(_ => new AuditEntry { At = Clock.GetUtcNow(), ActorId = Guid.Empty, Kind = AuditKind.Change, Action = "ClearAwayCommand" })));
        await Host.SealAsync();
        await Host.Services.GetRequiredService<AuditWatch>().AnchorAsync(Cancel);
    }

    private Task<int> CopyAsync() => Read(db => db.Database.ExecuteSqlAsync($"VACUUM INTO {Copy}", Cancel));

    private async Task<string?> OnCopyAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Copy}");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string?)await command.ExecuteScalarAsync(Cancel);
    }

    private Task<CommandResult> VerifyAsync() => RunAsync("verify-audit", "--anchors", Host.AnchorFolder, "--key", Host.SigningKeyFile);

    private Task<CommandResult> RunAsync(params string[] command) => ProgramUnderTest.RunAsync($"Data Source={Copy}", _folder.FullName, command, Cancel);
}
