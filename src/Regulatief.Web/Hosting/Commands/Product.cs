using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.Options;
using Regulatief.Web.Hosting.StartUp;

namespace Regulatief.Web.Hosting.Commands;

/// <summary>The product with its configured database, for a command: composed as it is when it serves, and never started.</summary>
internal static class Product
{
    /// <exception cref="CommandException">A setting is not what it should be.</exception>
    public static WebApplication Compose()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddRegulatiefSettings([]);
        if (DatabaseOptions.Refusal(builder.Configuration) is { } refusal) throw new CommandException(ExitCode.Unreadable, refusal);

        // The output is the command's own; what went wrong it says itself.
        builder.Logging.ClearProviders();
        builder.AddRegulatief();
        return builder.Build();
    }

    /// <exception cref="CommandException">The database has not this version's tables. A command that is not <c>migrate</c> changes no tables.</exception>
    public static async Task RefuseUnlessMigratedAsync(RegulatiefDbContext db, CancellationToken cancellationToken)
    {
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count();
        if (pending > 0) throw new CommandException(ExitCode.NoDatabase, $"The database lacks {pending} migrations; run the command migrate first.");
    }
}
