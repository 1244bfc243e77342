using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Definitions;

/// <summary>Who would miss the published version of a definition.</summary>
public sealed class DefinitionNeeds(RegulatiefDbContext db, IActivityCatalog catalog)
{
    private const int MostNamed = 5;
    private const string StartedInput = "workflowDefinitionId";

    private static readonly string[] Starters = ["Elsa.ExecuteWorkflow", "Elsa.DispatchWorkflow"];

    /// <exception cref="CaseRuleException"><c>definition-needed-by-signals</c>, <c>definition-needed-by-projects</c>, <c>definition-needed-by-definitions</c>,
    /// <c>definition-needed-by-cases</c>: each names the definition and who needs it.</exception>
    public async Task RefuseIfNeededAsync(StoredDefinition published, CancellationToken cancellationToken)
    {
        // Whether any signal is followed a designer is not told: this one is always needed.
        if (published.DefinitionId == ShippedDefinitions.RiskSignal) throw new CaseRuleException("definition-needed-by-signals", published.Name);

        var projects = await db.Projects.Where(p => p.WorkflowDefinitionId == published.DefinitionId).OrderBy(p => p.Name).Select(p => p.Name).ToListAsync(cancellationToken);
        if (projects.Count > 0) throw new CaseRuleException("definition-needed-by-projects", published.Name, projects.ToArray());

        var starters = await StartersOfAsync(published.DefinitionId, cancellationToken);
        if (starters.Count > 0) throw new CaseRuleException("definition-needed-by-definitions", published.Name, starters.ToArray());

        var cases = await CasesOfAsync(published.DefinitionId, cancellationToken);
        if (cases.Count > 0) throw new CaseRuleException("definition-needed-by-cases", published.Name, cases.ToArray());
    }

    /// <summary>What a new case, or one that runs, may come to start it from.</summary>
    private async Task<List<string>> StartersOfAsync(string definitionId, CancellationToken cancellationToken)
    {
        var naming = await db.Definitions.AsNoTracking().Where(d => d.DefinitionId != definitionId && d.Json.Contains(definitionId))
            .Where(d => d.IsPublished || db.Instances.Any(i => i.DefinitionId == d.DefinitionId && i.DefinitionVersion == d.Version && i.Status == WorkflowStatus.Running))
            .OrderBy(d => d.Name).Select(d => new { d.Name, d.Json }).ToListAsync(cancellationToken);
        return [.. naming.Where(d => DefinitionReader.Read(d.Json, catalog).Definition is { } read && read.Root.SelfAndDescendants().Any(n => Starts(n, definitionId))).Select(d => d.Name).Distinct()];
    }

    private static bool Starts(ActivityNode node, string definitionId)
    {
        if (!Starters.Contains(node.Type)) return false;
        // What a script answers is not known before it runs: one that names the definition may answer it.
        return node.Inputs.GetValueOrDefault(StartedInput) is { } input
            ? Text(input.Value) is { } text && (input.ExpressionType == "Literal" ? text == definitionId : text.Contains(definitionId, StringComparison.Ordinal))
            : Text(node.Source[StartedInput]) == definitionId;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The numbers of some cases that run it, and an ellipsis when there are more; without what follows a signal.</summary>
    private async Task<List<string>> CasesOfAsync(string definitionId, CancellationToken cancellationToken)
    {
        var numbers = await db.Instances
            .Where(i => i.DefinitionId == definitionId && i.Status == WorkflowStatus.Running && i.RiskSignalId == null
                && !db.Instances.Any(starter => starter.Id == i.ParentId && starter.RiskSignalId != null))
            .Join(db.Cases, i => i.CaseId, c => c.Id, (_, c) => c.Number).Distinct().Order().Take(MostNamed + 1).ToListAsync(cancellationToken);
        return [.. numbers.Take(MostNamed).Select(number => $"{number}"), .. numbers.Skip(MostNamed).Select(_ => "…")];
    }
}
