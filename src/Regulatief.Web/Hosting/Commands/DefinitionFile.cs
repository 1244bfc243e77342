using Regulatief.Cases.Workflows.Activities;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;

namespace Regulatief.Web.Hosting.Commands;

/// <summary>Definitions as files, for the commands that need no database.</summary>
internal static class DefinitionFile
{
    public static ActivityCatalog Catalog { get; } = new(DomainActivities.All);

    /// <summary>The files themselves, and those that end in .json below the folders.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths) => [.. paths.SelectMany(path =>
    {
        if (!Directory.Exists(path)) return [path];

        var found = Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : throw new CommandException(ExitCode.Unreadable, $"{path}: holds no file that ends in .json; expected at least one.");
    })];

    /// <exception cref="CommandException">It cannot be read.</exception>
    public static string Text(string path)
    {
        if (Directory.Exists(path)) throw new CommandException(ExitCode.Unreadable, $"{path}: is a folder; expected a file.");
        if (!File.Exists(path)) throw new CommandException(ExitCode.Unreadable, $"{path}: does not exist; expected a file.");
        try
        {
            var size = new FileInfo(path).Length;
            return size <= DefinitionReader.MaxBytes
                ? File.ReadAllText(path)
                : throw new CommandException(ExitCode.Unreadable, $"{path}: has {size} bytes; expected at most {DefinitionReader.MaxBytes}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Unreadable, $"{path}: cannot be read: {e.Message}");
        }
    }

    /// <exception cref="CommandException">It is no definition, or one that cannot run here; the message holds all reasons.</exception>
    public static WorkflowDefinition Read(string path)
    {
        var reading = DefinitionReader.Read(Text(path), Catalog);
        return reading is { HasErrors: false, Definition: { } definition }
            ? definition
            : throw new CommandException(
                IsUnreadable(reading) ? ExitCode.Unreadable : ExitCode.Wrong, string.Join(Environment.NewLine, reading.Problems.Select(p => Line(path, p))));
    }

    /// <summary>Whether it is no definition at all, however wrong.</summary>
    public static bool IsUnreadable(DefinitionReading reading) => reading.Definition is null && reading.Problems.Any(p => p.Path == "$");

    public static string Line(string path, DefinitionProblem problem) =>
        $"{path}: {(problem.Severity == ProblemSeverity.Error ? "error" : "warning")} {problem.Code} at {problem.Path}: {problem.Message}";
}
