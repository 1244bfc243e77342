using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Ports;
using Regulatief.Engine.Soundness;

namespace Regulatief.Cases.Definitions;

/// <summary>Judges definitions for one request: before its transaction is opened, since that takes seconds and on SQLite every other writer would wait.</summary>
/// <remarks>Inside the transaction a definition is stored only when exactly that text was judged before.</remarks>
public sealed class DefinitionJudge(IActivityCatalog catalog)
{
    /// <summary>How many runs the search for a state without an end makes before a publication, nearest states first. All of the shipped cycle takes five times as many.</summary>
    private const int RunsToPublish = 5_000;

    /// <summary>Of how many activities that is meant. A run of a larger definition takes longer, by more than it is larger, and there are fewer of them.</summary>
    private const double ActivitiesInACycle = 40;

    /// <summary>What may be wrong with a draft: it is unfinished, or holds what another server knows. Anything else is no drawing at all.</summary>
    private static readonly HashSet<string> Unfinished =
        ["unknown-activity", "unknown-port", "broken-connection", "unknown-start", "refused-language", "unknown-language"];

    private readonly Dictionary<(string Json, Aim Aim), DefinitionReading> _judged = [];

    private enum Aim
    {
        Draft,
        Publication,
    }

    /// <summary>Whether it is a drawing, however unfinished. Only what keeps it from being one is told.</summary>
    public DefinitionReading JudgeAsDraft(string json) => _judged[(json, Aim.Draft)] = AsDraft(json);

    /// <summary>Whether it may be published: what is wrong with its drawing, and with the ways through it that are found soon.</summary>
    public DefinitionReading JudgeToPublish(string json) => _judged[(json, Aim.Publication)] =
        Check(json, definition => DefinitionChecker.CheckSoundness(definition, catalog, ShareOf(RunsToPublish, definition)));

    /// <summary>What was judged before the transaction.</summary>
    /// <exception cref="ConcurrencyConflictException">This text was not: someone changed the definition meanwhile.</exception>
    public DefinitionReading DraftVerdict(string json) => Verdict(json, Aim.Draft);

    /// <inheritdoc cref="DraftVerdict"/>
    public DefinitionReading PublicationVerdict(string json) => Verdict(json, Aim.Publication);

    /// <summary>Reads it and judges its drawing, warnings too. Keeps nothing.</summary>
    public DefinitionReading Check(string json) => Check(json, definition => DefinitionChecker.Check(definition, catalog));

    /// <summary>The same, going every way through it: that takes seconds.</summary>
    public DefinitionReading CheckThoroughly(string json) => Check(json, definition => DefinitionChecker.CheckSoundness(definition, catalog, ShareOf(DefinitionChecker.MaxRuns, definition)));

    private static int ShareOf(int runs, WorkflowDefinition definition) =>
        (int)(runs * Math.Min(1, Math.Pow(ActivitiesInACycle / definition.Root.SelfAndDescendants().Count(), 1.5)));

    private DefinitionReading AsDraft(string json)
    {
        var reading = DefinitionReader.Read(json, catalog);
        return reading with { Problems = [.. reading.Problems.Where(p => p.Severity == ProblemSeverity.Error && !Unfinished.Contains(p.Code))] };
    }

    private DefinitionReading Check(string json, Func<WorkflowDefinition, IReadOnlyList<DefinitionProblem>> check)
    {
        var reading = DefinitionReader.Read(json, catalog);
        return reading.Definition is { } definition ? reading with { Problems = [.. reading.Problems, .. check(definition)] } : reading;
    }

    private DefinitionReading Verdict(string json, Aim aim) =>
        _judged.TryGetValue((json, aim), out var reading) ? reading : throw new ConcurrencyConflictException(nameof(StoredDefinition), StoredDefinition.RevisionOf(json));
}

public static class Verdicts
{
    /// <exception cref="DefinitionRefusedException">It holds errors; the exception lists all of them.</exception>
    public static void RefuseIfWrong(this DefinitionReading reading, string name)
    {
        if (reading.HasErrors) throw new DefinitionRefusedException(name, [.. reading.Problems.Where(p => p.Severity == ProblemSeverity.Error)]);
    }
}
