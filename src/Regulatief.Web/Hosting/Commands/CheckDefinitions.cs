using System.CommandLine;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Soundness;

namespace Regulatief.Web.Hosting.Commands;

/// <summary><c>workflows check FILE...</c></summary>
internal static class CheckDefinitions
{
    public static Command Describe()
    {
        var files = new Argument<string[]>("FILE") { Description = "Definitions, or folders that hold them.", Arity = ArgumentArity.OneOrMore };
        var maxRuns = new Option<int>("--max-runs")
        {
            Description = "How many runs may be made to find all states of one definition.", DefaultValueFactory = _ => DefinitionChecker.MaxRuns,
        };
        var command = new Command("check", "Judges definitions: errors keep them from being published, warnings ask.") { files, maxRuns };
        command.SetAction(parsed => Check(parsed.GetValue(files)!, parsed.GetValue(maxRuns), parsed.InvocationConfiguration.Output));
        return command;
    }

    /// <summary>Every file is looked at, also after one that cannot be read: CI tells all at once.</summary>
    private static int Check(string[] paths, int maxRuns, TextWriter output)
    {
        var (errors, warnings, exitCode) = (0, 0, ExitCode.Fine);
        foreach (var path in DefinitionFile.Expand(paths))
        {
            var reading = Judge(path, maxRuns);
            foreach (var problem in reading.Problems) output.WriteLine(DefinitionFile.Line(path, problem));
            errors += reading.Problems.Count(p => p.Severity == ProblemSeverity.Error);
            warnings += reading.Problems.Count(p => p.Severity == ProblemSeverity.Warning);
            exitCode = Math.Max(exitCode, DefinitionFile.IsUnreadable(reading) ? ExitCode.Unreadable : reading.HasErrors ? ExitCode.Wrong : ExitCode.Fine);
        }

        output.WriteLine($"{errors} errors, {warnings} warnings");
        return exitCode;
    }

    private static DefinitionReading Judge(string path, int maxRuns)
    {
        string json;
        try
        {
            json = DefinitionFile.Text(path);
        }
        catch (CommandException e)
        {
            return new DefinitionReading(null, [new DefinitionProblem("unreadable", "$", e.Message[(path.Length + 2)..], ProblemSeverity.Error)]);
        }

        var reading = DefinitionReader.Read(json, DefinitionFile.Catalog);
        return reading.Definition is { } definition
            ? reading with { Problems = [.. reading.Problems, .. DefinitionChecker.CheckSoundness(definition, DefinitionFile.Catalog, maxRuns)] }
            : reading;
    }
}
