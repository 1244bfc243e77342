using System.CommandLine;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Execution;

namespace Regulatief.Web.Hosting.Commands;

/// <summary><c>workflows replay FILE</c></summary>
internal static class ReplayRecordings
{
    public static Command Describe()
    {
        var file = new Argument<string>("FILE") { Description = "What Elsa 3 did: one recording a line, as JSON." };
        var command = new Command("replay", "Runs recorded definitions and prints the first difference of each that differs.") { file };
        command.SetAction(parsed => Replay(parsed.GetValue(file)!, parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Replay(string path, TextWriter output)
    {
        if (!File.Exists(path)) throw new CommandException(ExitCode.Unreadable, $"{path}: does not exist; expected a file of recordings.");
        try
        {
            // Elsa knows none of our own activities: a recording that names one is no recording of it.
            return DefinitionReplay.ReplayAll(File.ReadLines(path), new ActivityCatalog(), output) ? ExitCode.Fine : ExitCode.Wrong;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Unreadable, $"{path}: cannot be read: {e.Message}");
        }
    }
}
