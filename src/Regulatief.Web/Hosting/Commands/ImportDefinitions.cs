using System.CommandLine;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting.Commands;

/// <summary><c>workflows import FILE...</c></summary>
internal static class ImportDefinitions
{
    public static Command Describe()
    {
        var files = new Argument<string[]>("FILE") { Description = "Definitions, or folders that hold them.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("import", "Brings definitions into the configured database, each in its own transaction.") { files };
        command.SetAction((parsed, cancellationToken) => ImportAsync(parsed.GetValue(files)!, parsed.InvocationConfiguration, cancellationToken));
        return command;
    }

    private static async Task<int> ImportAsync(string[] paths, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        // A file that cannot be read stops the import before anything of it is done.
        var files = DefinitionFile.Expand(paths).Select(path => (Path: path, Json: DefinitionFile.Text(path))).ToList();
        await using var product = Product.Compose();
        var exitCode = ExitCode.Fine;
        foreach (var (path, json) in files)
        {
            await using var scope = product.Services.CreateAsyncScope();
            await Product.RefuseUnlessMigratedAsync(scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>(), cancellationToken);
            try
            {
                var stored = await scope.ServiceProvider.GetRequiredService<DefinitionImport>().ImportAsync(Path.GetFileName(path), json, cancellationToken);
                await console.Output.WriteLineAsync($"{path}: {stored.DefinitionId} version {stored.Version}, {(stored.IsPublished ? "published" : "not published")}");
            }
            catch (DefinitionRefusedException e)
            {
                foreach (var problem in e.Problems) await console.Error.WriteLineAsync(DefinitionFile.Line(path, problem));
                exitCode = ExitCode.Wrong;
            }
        }

        return exitCode;
    }
}
