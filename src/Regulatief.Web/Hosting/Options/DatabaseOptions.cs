using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>Database</c>; the connection string stands under <c>ConnectionStrings:Regulatief</c>.</summary>
public sealed record DatabaseOptions
{
    public const string Section = "Database";

    public DatabaseProvider Provider { get; init; } = DatabaseProvider.Sqlite;

    /// <summary>Why the settings do not say where the database is; null when they do. Never with the connection string itself, which may hold a password.</summary>
    public static string? Refusal(IConfiguration configuration)
    {
        var written = configuration[$"{Section}:{nameof(Provider)}"];
        var provider = DatabaseProvider.Sqlite;
        if (!string.IsNullOrEmpty(written) && (int.TryParse(written, out _) || !Enum.TryParse(written, ignoreCase: true, out provider)))
            return $"Database:Provider is '{written}'; expected one of {string.Join(", ", Enum.GetNames<DatabaseProvider>())}.";

        if (configuration.GetConnectionString("Regulatief") is not { } connectionString) return "ConnectionStrings:Regulatief is not set; expected a connection string.";
        return provider.Understands(connectionString)
            ? null
            : $"ConnectionStrings:Regulatief does not say where a database of {provider} is (Database:Provider); expected \"{ExampleFor(provider)}\".";
    }

    private static string ExampleFor(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Sqlite => "Data Source=regulatief.db",
        DatabaseProvider.PostgreSql => "Host=...;Database=...;Username=...",
        _ => "Server=...;Database=...",
    };
}
