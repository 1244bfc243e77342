using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.Commands;
using Regulatief.Web.Hosting.StartUp;

namespace Regulatief.Web.Hosting.Demo;

/// <summary><c>seed-demo</c></summary>
internal static class SeedDemo
{
    public static Command Describe()
    {
        var command = new Command("seed-demo", "Fills an empty database with made-up people and work, in the Development environment alone.");
        command.SetAction((parsed, cancellationToken) => SeedAsync(parsed.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task<int> SeedAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await using var product = Product.Compose();
        if (!product.Environment.IsDevelopment())
            throw new CommandException(ExitCode.Wrong, $"The environment is {product.Environment.EnvironmentName}; the demo is made in Development alone.");

        await product.PrepareAsync(cancellationToken);
        await using var scope = product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        await output.WriteLineAsync(
            $"The demo has {await db.Accounts.CountAsync(cancellationToken)} accounts and {await db.Cases.CountAsync(cancellationToken)} cases.");
        return ExitCode.Fine;
    }
}
