using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting;

/// <summary>The settings under <c>Database</c>; the connection string stands under <c>ConnectionStrings:Regulatief</c>.</summary>
public sealed record DatabaseOptions
{
    public const string Section = "Database";

    public DatabaseProvider Provider { get; init; } = DatabaseProvider.Sqlite;
}
