using System.Data.Common;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Definitions;
using Regulatief.Web.ElsaApi;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Web.Hosting.StartUp;

/// <summary>What the product is made of, and what must be true before the first request.</summary>
internal static class StartUp
{
    private const string DefaultAddress = "http://localhost:5080";

    /// <summary>Where settings come from, the later before the earlier: yours, the environment, the arguments.</summary>
    public static IConfigurationBuilder AddRegulatiefSettings(this IConfigurationBuilder configuration, string[] args) =>
        configuration.AddJsonFile("appsettings.Local.json", optional: true).AddEnvironmentVariables().AddCommandLine(args);

    /// <summary>All of the product, for serving and for a command alike.</summary>
    public static void AddRegulatief(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddDevelopment(builder.Environment)
            .AddRegulatiefCases(builder.Configuration)
            .AddRegulatiefWeb(builder.Configuration, builder.Environment)
            .AddElsaApi()
            .AddAccounts(builder.Configuration, builder.Environment)
            .AddMail(builder.Configuration, builder.Environment)
            .AddAuditChain(builder.Configuration, builder.Environment)
            .AddTurns()
            .AddNoticeCounter()
            .AddJobs(builder.Configuration);
    }

    /// <summary>Listens where any of the usual settings says; without one, on this machine alone.</summary>
    public static void ListenSomewhere(this WebApplicationBuilder builder)
    {
        string[] usual = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
        if (usual.All(key => string.IsNullOrEmpty(builder.Configuration[key])) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(DefaultAddress);
    }

    public static async Task PrepareAsync(this WebApplication app, CancellationToken cancellationToken = default)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        await db.CreateOrUpgradeAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<DefinitionImport>()
            .ImportFolderAsync(Path.Combine(AppContext.BaseDirectory, "workflows"), cancellationToken);
        if (app.Services.GetService<Filling>() is { } fill) await fill(app.Services, cancellationToken);
        else await AwaitFirstAdministratorAsync(app, db, cancellationToken);
    }

    /// <summary>Why the database cannot be used, in a sentence; null when the failure is another's.</summary>
    public static string? DatabaseRefusal(Exception? exception) => exception switch
    {
        null => null,
        UnknownMigrationsException unknown => unknown.Message,
        DbException failure => $"The database cannot be used: {failure.Message}",
        _ => DatabaseRefusal(exception.InnerException),
    };

    /// <summary>Not the code itself: what a program writes to its console mostly ends in a log, and whoever reads that must not be able to become administrator.</summary>
    private static async Task AwaitFirstAdministratorAsync(WebApplication app, RegulatiefDbContext db, CancellationToken cancellationToken)
    {
        if (await app.Services.GetRequiredService<FirstAdministrator>().AwaitAsync(db, cancellationToken) is not { } file) return;
        await Console.Out.WriteLineAsync($"There is no administrator yet. Make one at /eerste-beheerder with the code in {file}");
    }
}
