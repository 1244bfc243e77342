using System.CommandLine;
using Microsoft.Extensions.Options;
using Regulatief.Web.Hosting.StartUp;

namespace Regulatief.Web.Hosting.Commands;

/// <summary>The commands of the program. Without one it serves, and its arguments are settings.</summary>
internal static class CommandLine
{
    private static readonly string[] Questions = ["--help", "-h", "-?", "--version"];

    /// <summary>Whether the arguments name a command, or ask for help. Settings begin with a dash or a slash, or hold an equals sign.</summary>
    public static bool Names(string[] args) =>
        args is [var first, ..] && (Questions.Contains(first) || !(first.StartsWith('-') || first.StartsWith('/') || first.Contains('=', StringComparison.Ordinal)));

    /// <summary>Runs the command that the arguments name. Whatever fails is told on standard error, in words, with an <see cref="ExitCode"/>.</summary>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error);

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Describe().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors) await error.WriteLineAsync(problem.Message);
            await error.WriteLineAsync("See --help for the commands and their arguments.");
            return ExitCode.Unreadable;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (CommandException e)
        {
            await error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (OptionsValidationException e)
        {
            await error.WriteLineAsync(e.Message);
            return ExitCode.Unreadable;
        }
        catch (Exception e) when (StartUp.StartUp.DatabaseRefusal(e) is { } refusal)
        {
            await error.WriteLineAsync(refusal);
            return ExitCode.NoDatabase;
        }
    }

    private static RootCommand Describe() => new RootCommand("Regulatief. Without a command it serves; --role web, worker or both says what.")
    {
        new Command("workflows", "Definitions as files, and those in the database.")
        {
            CheckDefinitions.Describe(), RunDefinition.Describe(), ReplayRecordings.Describe(), SimulateCase.Describe(),
            ImportDefinitions.Describe(), ExportDefinition.Describe(),
        },
        MigrateDatabase.Describe(),
        VerifyAudit.Describe(),
        AcceptRestoredAudit.Describe(),
    }.WithDevelopment();
}
