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
public sealed record DefinitionProblem(string Code, string Path, string Message, ProblemSeverity Severity, string? ActivityId = null)
{
    /// <summary>What the message fills in, in its order, for whoever says it in another language: texts, numbers, <see cref="NamedActivity"/>,
    /// <see cref="NamedActivities"/>, <see cref="OutcomeName"/> and <see cref="InputName"/>.</summary>
    public IReadOnlyList<object?> Arguments { get; init; } = [];

    /// <summary>What the drawing calls the node concerned: its text, else its name, else its id. Null when the problem is not of one node.</summary>
    public string? ActivityTitle { get; init; }
}

/// <summary>An activity in a problem's message.</summary>
/// <param name="Outcome">What it was left by; null when that does not matter.</param>
/// <param name="Title">As the drawing calls it.</param>
public sealed record NamedActivity(string Id, string? Outcome = null, string? Title = null)
{
    /// <inheritdoc/>
    public override string ToString() => Outcome is null ? Id : $"{Id}={Outcome}";
}

/// <summary>Several activities in a problem's message, or none.</summary>
public sealed record NamedActivities(IReadOnlyList<NamedActivity> Items)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Items.Select(a => a.Outcome is null ? $"'{a}'" : $"{a}").DefaultIfEmpty("nowhere"));
}

/// <summary>An input, as the file spells it, in a problem's message.</summary>
public readonly record struct InputName(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>An outcome, or the port of that name, in a problem's message.</summary>
public readonly record struct OutcomeName(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What reading a definition gave.</summary>
/// <param name="Definition">Null when the problems hold an error that kept it from being read.</param>
/// <param name="Problems">All problems at once, in document order.</param>
public sealed record DefinitionReading(WorkflowDefinition? Definition, IReadOnlyList<DefinitionProblem> Problems)
{
    /// <summary>Whether the import is refused.</summary>
    public bool HasErrors => Problems.Any(p => p.Severity == ProblemSeverity.Error);
}
