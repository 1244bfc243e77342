using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.Persistence;
using Regulatief.Migrations;

namespace Regulatief.Tests.Persistence;

/// <summary>What can be known of the migrations without a server.</summary>
public sealed class MigrationTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite, "Data Source=:memory:")]
    [InlineData(DatabaseProvider.PostgreSql, "Host=localhost")]
    [InlineData(DatabaseProvider.SqlServer, "Server=localhost")]
    public void Migrations_OfAProvider_MakeTheModel(DatabaseProvider provider, string connectionString)
    {
        using var services = ServicesOn(provider, connectionString);

        services.GetRequiredService<RegulatiefDbContext>().Database.HasPendingModelChanges().ShouldBeFalse("run db/add-migration.sh");
    }

    [Fact]
    public void SqlServerScript_IsTransactSql()
    {
        using var services = ServicesOn(DatabaseProvider.SqlServer, "Server=localhost");

        var script = services.GetRequiredService<RegulatiefDbContext>().GetService<IMigrator>().GenerateScript();

        script.ShouldContain("CREATE TABLE [Cases]");
        ErrorsIn(script).ShouldBeEmpty();
        var triggers = Regex.Matches(script, @"EXEC\(N'(CREATE TRIGGER .+?)'\);", RegexOptions.Singleline).Select(batch => batch.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal)).ToList();
        triggers.Count.ShouldBe(2);
        triggers.SelectMany(ErrorsIn).ShouldBeEmpty();
    }

    [Fact]
    public void NodeTimes_OnSqlServer_IsTransactSql()
    {
        using var services = ServicesOn(DatabaseProvider.SqlServer, "Server=localhost");

        var statement = services.GetRequiredService<RegulatiefDbContext>().NodeTimesStatement(activityTypes: 2);

        statement.ShouldContain("{4}");
        ErrorsIn(Regex.Replace(statement, @"\{(\d)\}", "@p$1")).ShouldBeEmpty();
    }

    [Fact]
    public void InsertUnlessThere_OnSqlServer_IsTransactSql()
    {
        using var services = ServicesOn(DatabaseProvider.SqlServer, "Server=localhost");
        var db = services.GetRequiredService<RegulatiefDbContext>();

        var insert = db.InsertUnlessThere(db.Model.FindEntityType(typeof(IdempotencyRecord))!);

        insert.ShouldStartWith("INSERT INTO [IdempotencyRecords] ([ActorId], [Key], ");
        insert.ShouldEndWith("WHERE [ActorId] = @p0 AND [Key] = @p1);");
        ErrorsIn(insert).ShouldBeEmpty();
    }

    [Fact]
    public void AuditSeals_OnSqlServer_AreReadByTransactSql()
    {
        using var services = ServicesOn(DatabaseProvider.SqlServer, "Server=localhost");

        var statement = StoredAuditRows.SealsStatement(services.GetRequiredService<RegulatiefDbContext>());

        statement.ShouldContain("LEFT JOIN [AuditEntries] e ON e.[Id] = s.[EntryId]");
        ErrorsIn(statement).ShouldBeEmpty();
    }

    [Fact]
    public void Control_WhatIsNoTransactSqlIsSeen() => ErrorsIn("CREATE TABLE Cases (Id uuid PRIMARY KEY) WITHOUT ROWID;").ShouldNotBeEmpty();

    private static ServiceProvider ServicesOn(DatabaseProvider provider, string connectionString) =>
        new ServiceCollection().AddRegulatiefDatabase(provider, connectionString).BuildServiceProvider();

    private static IEnumerable<string> ErrorsIn(string script)
    {
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        return errors.Select(error => $"line {error.Line}: {error.Message}");
    }
}
