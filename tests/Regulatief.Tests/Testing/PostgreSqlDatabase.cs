using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Regulatief.Cases.Persistence;
using Respawn;

namespace Regulatief.Tests.Testing;

/// <summary>The database that <c>REGULATIEF_TEST_POSTGRES</c> names, emptied; else a private cluster, started for this run, where the binaries are.</summary>
/// <param name="isDurable">Whether a commit waits for the disk, as in production; tests do not.</param>
public sealed class PostgreSqlDatabase(bool isDurable = false) : TestDatabase
{
    private static readonly string? Given = Environment.GetEnvironmentVariable("REGULATIEF_TEST_POSTGRES");

    // A cluster will not start as root.
    private static readonly string[] AsOwner = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];

    private static readonly string? Binaries = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(Path.GetFileName, StringComparer.Ordinal)
            .Select(folder => Path.Combine(folder, "bin")).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        : null;

    private readonly int _port = FreePort();
    private DirectoryInfo? _folder;

    public override DatabaseProvider Provider => DatabaseProvider.PostgreSql;

    public override string ConnectionString => Given ?? $"Host=127.0.0.1;Port={_port};Username=regulatief;Database=postgres;Include Error Detail=true";

    public override string? Missing =>
        Given is null && Binaries is null ? "No PostgreSQL: install it, or set REGULATIEF_TEST_POSTGRES to a connection string." : null;

    protected override IDbAdapter Adapter => DbAdapter.Postgres;

    protected override string? Schema => "public";

    public override async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (Given is not null) return;
        _folder = Directory.CreateTempSubdirectory("regulatief-postgresql-");
        if (AsOwner.Length > 0) await ShellCommand.RunAsync(["chown", "postgres", _folder.FullName], cancellationToken);
        await RunAsync("initdb", ["-D", Cluster, "-A", "trust", "-U", "regulatief", "-E", "UTF8"], cancellationToken);
        await RunAsync(
            "pg_ctl", ["-D", Cluster, "-w", "-l", Path.Combine(_folder.FullName, "log"), "-o", $"-p {_port} -k {_folder.FullName} -c fsync={(isDurable ? "on" : "off")}", "start"], cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_folder is null) return;
        NpgsqlConnection.ClearAllPools();
        await RunAsync("pg_ctl", ["-D", Cluster, "-m", "immediate", "stop"], CancellationToken.None);
        _folder.Delete(recursive: true);
    }

    /// <summary>All of it as statements, as <c>pg_dump</c> writes them.</summary>
    /// <returns>A file that goes with the cluster.</returns>
    public async Task<string> DumpAsync(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder!.FullName, "dump.sql");
        await RunAsync("pg_dump", [.. Here, "--no-owner", "--file", file, "postgres"], cancellationToken);
        return file;
    }

    public async Task LoadAsync(string dump, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder!.FullName, "load.sql");
        File.Copy(dump, file);
        await RunAsync("psql", [.. Here, "--quiet", "--set", "ON_ERROR_STOP=1", "--output", "/dev/null", "--file", file, "postgres"], cancellationToken);
    }

    protected override async Task<string> UnguardAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, """ALTER TABLE "AuditEntries" DISABLE TRIGGER USER; ALTER TABLE "AuditSeals" DISABLE TRIGGER USER;""", cancellationToken);
        return """ALTER TABLE "AuditEntries" ENABLE TRIGGER USER; ALTER TABLE "AuditSeals" ENABLE TRIGGER USER;""";
    }

    protected override DbConnection CreateConnection() => new NpgsqlConnection(ConnectionString);

    private string[] Here => ["--host", "127.0.0.1", "--port", $"{_port}", "--username", "regulatief"];

    private string Cluster => Path.Combine(_folder!.FullName, "cluster");

    private static Task RunAsync(string binary, string[] arguments, CancellationToken cancellationToken) =>
        ShellCommand.RunAsync([.. AsOwner, Path.Combine(Binaries!, binary), .. arguments], cancellationToken);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
