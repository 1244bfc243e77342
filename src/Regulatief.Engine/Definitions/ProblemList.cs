namespace Regulatief.Engine.Definitions;

/// <summary>Collects problems in the order they are found.</summary>
internal sealed class ProblemList
{
    private readonly List<DefinitionProblem> problems = [];

    public IReadOnlyList<DefinitionProblem> All => problems;

    public bool HasErrors => problems.Exists(p => p.Severity == ProblemSeverity.Error);

    public void AddRange(IEnumerable<DefinitionProblem> found) => problems.AddRange(found);

    public void Error(string code, string path, string message, string? activityId = null) =>
        problems.Add(new DefinitionProblem(code, path, message, ProblemSeverity.Error, activityId));

    public void Warning(string code, string path, string message, string? activityId = null) =>
        problems.Add(new DefinitionProblem(code, path, message, ProblemSeverity.Warning, activityId));
}
