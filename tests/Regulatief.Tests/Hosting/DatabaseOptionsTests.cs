using Microsoft.Extensions.Configuration;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Tests.Hosting;

/// <summary>Settings that do not say where the database is are told in words before anything starts.</summary>
public sealed class DatabaseOptionsTests
{
    [Theory]
    [InlineData(null, "Data Source=regulatief.db")]
    [InlineData("sqlite", "Data Source=:memory:")]
    [InlineData("PostgreSql", "Host=server;Database=regulatief")]
    [InlineData("SqlServer", "Server=server;Database=regulatief")]
    public void Refusal_SettingsThatSayWhere_IsNone(string? provider, string connectionString) => RefusalOf(provider, connectionString).ShouldBeNull();

    [Theory]
    [InlineData("Sqlite", "Host=server;Password=geheim", "Sqlite", "Data Source=")]
    [InlineData("Sqlite", "", "Sqlite", "Data Source=")]
    [InlineData("Sqlite", "geen verbinding", "Sqlite", "Data Source=")]
    [InlineData("PostgreSql", "Data Source=regulatief.db;Password=geheim", "PostgreSql", "Host=")]
    [InlineData("PostgreSql", "Host=server;Port=geheim", "PostgreSql", "Host=")]
    [InlineData("SqlServer", "Database=regulatief;Password=geheim", "SqlServer", "Server=")]
    [InlineData("SqlServer", null, "ConnectionStrings:Regulatief is not set", "connection string")]
    [InlineData("Oracle", "Data Source=x", "'Oracle'", "Sqlite, PostgreSql, SqlServer")]
    [InlineData("1", "Data Source=x", "'1'", "Sqlite, PostgreSql, SqlServer")]
    public void Refusal_SettingsThatDoNot_NamesWhatWasFoundAndWhatWasExpected(string provider, string? connectionString, string found, string expected)
    {
        var refusal = RefusalOf(provider, connectionString);

        refusal.ShouldNotBeNull().ShouldContain(found);
        refusal.ShouldContain(expected);
        refusal.ShouldNotContain("geheim");
    }

    private static string? RefusalOf(string? provider, string? connectionString) =>
        DatabaseOptions.Refusal(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Database:Provider"] = provider, ["ConnectionStrings:Regulatief"] = connectionString }).Build());
}
