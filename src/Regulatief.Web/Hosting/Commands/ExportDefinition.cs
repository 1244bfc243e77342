using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting.Commands;

/// <summary><c>workflows export DEFINITION_ID [--version N] [--output FILE]</c></summary>
internal static class ExportDefinition
{
    public static Command Describe()
    {
        var id = new Argument<string>("DEFINITION_ID") { Description = "The same in all versions." };
        var version = new Option<int?>("--version") { Description = "The version; without it the published one, else the latest." };
        var file = new Option<string?>("--output") { Description = "The file to write; without it standard output." };
        var command = new Command("export", "Writes a definition of the configured database as it came in, with fields unknown to us.") { id, version, file };
        command.SetAction((parsed, cancellationToken) => ExportAsync(
            parsed.GetValue(id)!, parsed.GetValue(version), parsed.GetValue(file), parsed.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task<int> ExportAsync(string id, int? version, string? file, TextWriter output, CancellationToken cancellationToken)
    {
        await using var product = Product.Compose();
        await using var scope = product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        await Product.RefuseUnlessMigratedAsync(db, cancellationToken);
        var versions = db.Definitions.AsNoTracking().Where(d => d.DefinitionId == id);
        var stored = await versions.Where(d => version == null || d.Version == version)
            .OrderByDescending(d => d.IsPublished).ThenByDescending(d => d.Version).FirstOrDefaultAsync(cancellationToken);
        if (stored is null)
        {
            var known = version is null
                ? string.Join(", ", await db.Definitions.Select(d => d.DefinitionId).Distinct().Order().ToListAsync(cancellationToken))
                : string.Join(", ", await versions.Select(d => d.Version).Order().ToListAsync(cancellationToken));
            throw new CommandException(ExitCode.Wrong, $"There is no definition '{id}'{(version is null ? "" : $" version {version}")}; expected one of [{known}].");
        }

        if (file is null) await output.WriteLineAsync(stored.Json);
        else await WriteAsync(file, stored.Json, cancellationToken);
        return ExitCode.Fine;
    }

    private static async Task WriteAsync(string file, string json, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file, json, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Unreadable, $"{file}: cannot be written: {e.Message}");
        }
    }
}
