namespace Regulatief.Engine.Definitions;

/// <summary>How a problem weighs: an error blocks the import or publication, a warning asks.</summary>
public enum ProblemSeverity
{
    /// <summary>It can run, and may not be what was meant.</summary>
    Warning,

    /// <summary>It cannot be read, or would fail when run.</summary>
    Error,
}

/// <summary>One thing wrong with a definition.</summary>
/// <param name="Code">Stable, kebab-case: <c>unknown-activity</c>, <c>nested-too-deep</c>, ...</param>
/// <param name="Path">Where, as a JSON path: <c>$.root.activities[3].type</c>.</param>
/// <param name="Message">The thing, the value found and the value expected, in English.</param>
/// <param name="ActivityId">The node concerned; null when the problem is not of one node.</param>
public sealed record DefinitionProblem(string Code, string Path, string Message, ProblemSeverity Severity, string? ActivityId = null);

/// <summary>What reading a definition gave.</summary>
/// <param name="Definition">Null when the problems hold an error that kept it from being read.</param>
/// <param name="Problems">All problems at once, in document order.</param>
public sealed record DefinitionReading(WorkflowDefinition? Definition, IReadOnlyList<DefinitionProblem> Problems)
{
    /// <summary>Whether the import is refused.</summary>
    public bool HasErrors => Problems.Any(p => p.Severity == ProblemSeverity.Error);
}
