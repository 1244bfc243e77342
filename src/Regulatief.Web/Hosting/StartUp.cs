using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;

namespace Regulatief.Web.Hosting;

/// <summary>What must be true before the first request.</summary>
internal static class StartUp
{
    /// <summary>Where settings come from, the later before the earlier: yours, the environment, the arguments.</summary>
    public static IConfigurationBuilder AddRegulatiefSettings(this IConfigurationBuilder configuration, string[] args) =>
        configuration.AddJsonFile("appsettings.Local.json", optional: true).AddEnvironmentVariables().AddCommandLine(args);

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

    /// <summary>To the console and not to the log: whoever reads the log must not be able to become administrator.</summary>
    private static async Task AwaitFirstAdministratorAsync(WebApplication app, RegulatiefDbContext db, CancellationToken cancellationToken)
    {
        if (await app.Services.GetRequiredService<FirstAdministrator>().AwaitAsync(db, cancellationToken) is not { } code) return;
        await Console.Out.WriteLineAsync($"There is no administrator yet. Make one at /eerste-beheerder with this code: {code}");
    }
}
