using Regulatief.Engine.Definitions;

namespace Regulatief.Cases.Definitions;

/// <summary>A definition that cannot run here: nothing of it was imported.</summary>
public sealed class DefinitionRefusedException(string fileName, IReadOnlyList<DefinitionProblem> problems)
    : Exception($"{fileName} was refused: {string.Join("; ", problems.Select(p => $"{p.Path}: {p.Message}"))}")
{
    public IReadOnlyList<DefinitionProblem> Problems { get; } = problems;
}
