using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;

namespace Regulatief.Web.Hosting;

/// <summary>What must be true before the first request.</summary>
internal static class StartUp
{
    public static async Task PrepareAsync(this WebApplication app, CancellationToken cancellationToken = default)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        await db.CreateOrUpgradeAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<DefinitionImport>()
            .ImportFolderAsync(Path.Combine(AppContext.BaseDirectory, "workflows"), cancellationToken);
    }
}
