using Regulatief.Tests.Robustness;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting;

namespace Regulatief.Tests.Hosting.Commands;

/// <summary>The commands that work on the configured database, by the real program on a fresh one.</summary>
public sealed class DatabaseCommandsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("regulatief-commands-");

    [Fact]
    public async Task Definition_ImportedIntoAMigratedDatabase_IsExportedAsItWas()
    {
        var shipped = Path.Combine(Repository.Root, "workflows", "risicosignaal", "risicosignaal.json");
        var exported = Path.Combine(_folder.FullName, "exported.json");

        var early = await RunAsync("workflows", "import", shipped);
        var migrated = await RunAsync("migrate");
        var imported = await RunAsync("workflows", "import", shipped);
        var written = await RunAsync("workflows", "export", "risicosignaal", "--output", exported);
        var unknown = await RunAsync("workflows", "export", "risicosignaal", "--version", "9");

        (early.ExitCode, migrated.ExitCode, imported.ExitCode, written.ExitCode, unknown.ExitCode).ShouldBe((3, 0, 0, 0, 1));
        early.Error.ShouldContain("run the command migrate first");
        migrated.Output.ShouldMatch(@"^The database is at \d{14}_\w+\.");
        imported.Output.ShouldContain("risicosignaal version 1, published");
        (await File.ReadAllTextAsync(exported, TestContext.Current.CancellationToken)).ShouldBe(
            await File.ReadAllTextAsync(shipped, TestContext.Current.CancellationToken));
        unknown.Error.ShouldContain("expected one of [1]");
    }

    [Fact]
    public async Task SeedDemo_OutsideDevelopment_IsRefusedAndMakesNothing()
    {
        var result = await RunAsync("seed-demo");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("The environment is Testing");
        _folder.GetFiles("*.db").ShouldBeEmpty();
    }

    [Fact]
    public async Task Development_MigrateAndSeedDemo_MakeTheDemo()
    {
        var migrated = await RunAsync(["migrate"], "Development");
        var seeded = await RunAsync(["seed-demo"], "Development");

        (migrated.ExitCode, seeded.ExitCode).ShouldBe((0, 0), migrated.Error + seeded.Error);
        seeded.Output.ShouldContain("The demo has ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("regulatief.example;*")]
    public async Task AllowedHosts_OutsideDevelopmentForAnyName_IsRefusedAtStart(string hosts)
    {
        var result = await RunAsync(["--urls", "http://127.0.0.1:0"], "Production", hosts);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain($"AllowedHosts is '{hosts}'; ");
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Version_IsThatOfTheChangelog()
    {
        var result = await RunAsync("--version");

        result.Output.Trim().ShouldBe(ProductVersion.Current);
        Repository.Read("CHANGELOG.md").ShouldContain($"## {ProductVersion.Current}");
    }

    [Theory]
    [InlineData("worker", "with Database:Provider Sqlite one process does all, expected both")]
    [InlineData("cook", "expected web, worker or both")]
    public async Task Role_ThatCannotBe_IsRefusedAtStart(string role, string reason)
    {
        var result = await RunAsync("--role", role);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain($"The role is '{role}'; ");
        result.Error.ShouldContain(reason);
        result.Error.ShouldNotContain("   at ");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<CommandResult> RunAsync(params string[] command) => RunAsync(command, "Testing");

    private Task<CommandResult> RunAsync(string[] command, string environment, string allowedHosts = "localhost") => ProgramUnderTest.RunAsync(
        $"Data Source={Path.Combine(_folder.FullName, "regulatief.db")}", _folder.FullName, command, TestContext.Current.CancellationToken, environment, allowedHosts);
}
