using Microsoft.EntityFrameworkCore.Migrations;

namespace Regulatief.Migrations;

/// <summary>Triggers by which each database refuses to change or remove a row of the audit log or of its chain, for whoever works by the program's account.</summary>
/// <remarks>
/// A generated migration has no triggers: the one that makes the table of the seals calls this by hand, and so does a later one for SQLite that makes
/// one of the tables anew, which loses its triggers. Tests try them on the newest version of each database.
/// </remarks>
public static class AuditGuard
{
    private static readonly string[] Tables = ["AuditEntries", "AuditSeals"];

    public static void GuardAuditLog(this MigrationBuilder migration)
    {
        switch (migration.ActiveProvider)
        {
            case "Microsoft.EntityFrameworkCore.Sqlite":
                foreach (var table in Tables)
                    foreach (var change in (string[])["UPDATE", "DELETE"]) migration.Sql(OnSqlite(table, change));
                break;
            case "Npgsql.EntityFrameworkCore.PostgreSQL":
                migration.Sql(PostgreSqlFunction);
                foreach (var table in Tables) migration.Sql(OnPostgreSql(table));
                break;
            default:
                foreach (var table in Tables) migration.Sql(OnSqlServer(table));
                break;
        }
    }

    public static void UnguardAuditLog(this MigrationBuilder migration)
    {
        switch (migration.ActiveProvider)
        {
            case "Microsoft.EntityFrameworkCore.Sqlite":
                foreach (var table in Tables)
                    foreach (var change in (string[])["UPDATE", "DELETE"]) migration.Sql($"""DROP TRIGGER "{table}_AppendOnly_{change}";""");
                break;
            case "Npgsql.EntityFrameworkCore.PostgreSQL":
                migration.Sql("""DROP FUNCTION "RefuseAuditChange" CASCADE;""");
                break;
            default:
                foreach (var table in Tables) migration.Sql($"DROP TRIGGER [{table}_AppendOnly];");
                break;
        }
    }

    private const string PostgreSqlFunction =
        """
        CREATE FUNCTION "RefuseAuditChange"() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'The audit log is append-only: no row of % is changed or removed.', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
        END $$;
        """;

    private static string Refusal(string table) => $"The audit log is append-only: no row of {table} is changed or removed.";

    private static string OnSqlite(string table, string change) =>
        $"""CREATE TRIGGER "{table}_AppendOnly_{change}" BEFORE {change} ON "{table}" BEGIN SELECT RAISE(ABORT, '{Refusal(table)}'); END;""";

    // Emptying a table is a statement without rows.
    private static string OnPostgreSql(string table) =>
        $"""
        CREATE TRIGGER "{table}_AppendOnly" BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION "RefuseAuditChange"();
        CREATE TRIGGER "{table}_AppendOnly_Whole" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION "RefuseAuditChange"();
        """;

    // A trigger must begin its batch, which a script of many statements gives to none: so it is a batch of its own. TRUNCATE asks for ALTER on the table,
    // which the program's account need not have.
    private static string OnSqlServer(string table) =>
        $"""
        EXEC(N'CREATE TRIGGER [{table}_AppendOnly] ON [{table}] INSTEAD OF UPDATE, DELETE AS
        BEGIN
            SET NOCOUNT ON;
            THROW 51000, ''{Refusal(table)}'', 1;
        END');
        """;
}
