using System.CommandLine;
using Regulatief.Engine.Definitions;

namespace Regulatief.Web.Hosting.Commands;

/// <summary><c>workflows check FILE...</c></summary>
internal static class CheckDefinitions
{
    public static Command Describe()
    {
        var files = new Argument<string[]>("FILE") { Description = "Definitions, or folders that hold them.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("check", "Judges definitions: errors keep them from being published, warnings ask.") { files };
        command.SetAction(parsed => Check(parsed.GetValue(files)!, parsed.InvocationConfiguration.Output));
        return command;
    }

    /// <summary>Every file is looked at, also after one that cannot be read: CI tells all at once.</summary>
    private static int Check(string[] paths, TextWriter output)
    {
        var (errors, warnings, exitCode) = (0, 0, ExitCode.Fine);
        foreach (var path in DefinitionFile.Expand(paths))
        {
            var reading = Judge(path);
            foreach (var problem in reading.Problems) output.WriteLine(DefinitionFile.Line(path, problem));
            errors += reading.Problems.Count(p => p.Severity == ProblemSeverity.Error);
            warnings += reading.Problems.Count(p => p.Severity == ProblemSeverity.Warning);
            exitCode = Math.Max(exitCode, DefinitionFile.IsUnreadable(reading) ? ExitCode.Unreadable : reading.HasErrors ? ExitCode.Wrong : ExitCode.Fine);
        }

        output.WriteLine($"{errors} errors, {warnings} warnings");
        return exitCode;
    }

    private static DefinitionReading Judge(string path)
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
            ? reading with { Problems = [.. reading.Problems, .. DefinitionChecker.Check(definition, DefinitionFile.Catalog)] }
            : reading;
    }
}
