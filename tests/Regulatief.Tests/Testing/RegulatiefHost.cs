using Hangfire.Logging;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.Health;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Tests.Testing;

/// <summary>The product as Program composes it, on a real database. Only the clock is ours, and nothing runs in the background: see <see cref="PassAsync"/>.</summary>
public abstract class RegulatiefHost(TestDatabase database, string environment = "Testing") : WebApplicationFactory<Program>, IAsyncLifetime
{
    /// <summary>A Tuesday morning in Amsterdam, 09:00.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("regulatief-keys-");

    public FakeTimeProvider Clock { get; } = new(Morning);

    public LogBook Log { get; } = new();

    public TestDatabase Database => database;

    public string KeyFolder => _keys.FullName;

    public string AnchorFolder => Path.Combine(_keys.FullName, "anchors");

    public string SigningKeyFile => Path.Combine(_keys.FullName, "signing-key.pem");

    public async ValueTask InitializeAsync()
    {
        if (database.Missing is not null) return;
        await database.CreateAsync(TestContext.Current.CancellationToken);
        using var scope = Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<DefinitionImport>()
            .ImportFolderAsync(Path.Combine(AppContext.BaseDirectory, "Testing", "Definitions"), TestContext.Current.CancellationToken);
    }

    /// <summary>As before the first test: no rows, the clock on that morning, an audit log of which nothing is known.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        Clock.AdjustTime(Morning);
        Log.Clear();
        var audit = Services.GetRequiredService<AuditState>();
        (audit.OfRows, audit.OfAnchors, audit.OfForwarding) = (null, null, null);
        if (Directory.Exists(AnchorFolder)) Directory.Delete(AnchorFolder, recursive: true);
        await database.EmptyAsync(cancellationToken);
    }

    /// <summary>Someone who uses the product: by its pages, its API, or a request through the pipeline.</summary>
    public Person As(Account account) => new(this, account);

    /// <summary>Sends through the real pipeline, in a scope of its own.</summary>
    /// <param name="key">The idempotency key; null for none.</param>
    public async Task<TResult> SendAsync<TResult>(Actor actor, IRequest<TResult> request, string? key = null)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        scope.ServiceProvider.GetRequiredService<RequestKey>().Value = key;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, TestContext.Current.CancellationToken);
    }

    /// <summary>What is stored, read in a context of its own.</summary>
    public async Task<T> ReadAsync<T>(Func<RegulatiefDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>());
    }

    /// <summary>Rows put there without a command, for what the product has none.</summary>
    public Task WriteAsync(Action<RegulatiefDbContext> write) => ReadAsync(async db =>
    {
        write(db);
        return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    });

    /// <summary>Publishes a definition of the test's own.</summary>
    public async Task ImportAsync(string json)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DefinitionImport>().ImportAsync("test.json", json, TestContext.Current.CancellationToken);
    }

    /// <summary>Lets time pass and does all that has become due.</summary>
    /// <returns>How many due rows were done.</returns>
    public Task<int> PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        return SweepAsync();
    }

    /// <summary>Seals what the audit log holds, as the sealer does every second.</summary>
    public Task<int> SealAsync() => Services.GetRequiredService<AuditSealer>().SealAsync(TestContext.Current.CancellationToken);

    public Task<int> SweepAsync() => Services.GetRequiredService<DueWorkSweep>().SweepAsync(TestContext.Current.CancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await database.DisposeAsync();
        _keys.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        var host = base.CreateHost(builder);
        // Hangfire's log is one for the process: that of the last host that was made, which may be disposed when another needs it.
        LogProvider.SetCurrentLogProvider(null);
        return host;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment(environment)
        .UseSetting("Database:Provider", database.Provider.ToString())
        .UseSetting("ConnectionStrings:Regulatief", database.ConnectionString)
        .UseSetting("Keys:Path", KeyFolder)
        .UseSetting("Audit:AnchorFolder", AnchorFolder)
        .UseSetting("Audit:SigningKeyFile", SigningKey())
        .UseSetting("AllowedHosts", "localhost;127.0.0.1;[::1]")
        // People log in by the password alone, unless a test is about more.
        .UseSetting("SecondFactor:Required", "false")
        .ConfigureLogging(Log.AttachTo)
        .ConfigureTestServices(services =>
        {
            // The demo, which Development makes, lives by a clock of its own.
            if (environment != Environments.Development) services.AddSingleton<TimeProvider>(Clock);
            // One rather than a hundred thousand rounds: a log-in in a test need not resist guessing.
            services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1);
            foreach (var background in services.Where(RunsByItself).ToList()) services.Remove(background);
            Replace(services);
        });

    /// <summary>What one host has otherwise than the product: something of the world outside that fails.</summary>
    protected virtual void Replace(IServiceCollection services)
    {
    }

    private string SigningKey()
    {
        if (!File.Exists(SigningKeyFile)) File.WriteAllText(SigningKeyFile, AnchorKeys.MakePem());
        return SigningKeyFile;
    }

    /// <summary>The sweep and Hangfire's server, which would do due work while a test looks.</summary>
    private static bool RunsByItself(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service.ImplementationFactory?.Method.DeclaringType is { FullName: { } maker }
        && (maker.StartsWith("Hangfire.", StringComparison.Ordinal) || maker.StartsWith(typeof(JobServices).FullName!, StringComparison.Ordinal));
}

public class SqliteHost() : RegulatiefHost(new SqliteDatabase());

/// <summary>As everywhere outside Development: who works here must have a second factor.</summary>
public sealed class FactorHost : SqliteHost
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("SecondFactor:Required", "true");
    }
}

/// <summary>As a developer starts it: with the page of components and the demo accounts.</summary>
public sealed class DevelopmentHost() : RegulatiefHost(new SqliteDatabase(), Environments.Development);

public sealed class PostgreSqlHost() : RegulatiefHost(new PostgreSqlDatabase());

public sealed class SqlServerHost() : RegulatiefHost(new SqlServerDatabase());
