using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting.Commands;

/// <summary><c>migrate</c></summary>
internal static class MigrateDatabase
{
    public static Command Describe()
    {
        var command = new Command("migrate", "Brings the configured database to this version, and exits.");
        command.SetAction((parsed, cancellationToken) => MigrateAsync(parsed.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task<int> MigrateAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await using var product = Product.Compose();
        await using var scope = product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        await db.CreateOrUpgradeAsync(cancellationToken);
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Last();
        await output.WriteLineAsync($"The database is at {applied}.");
        return ExitCode.Fine;
    }
}
