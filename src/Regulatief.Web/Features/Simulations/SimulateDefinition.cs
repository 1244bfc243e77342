using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows.Simulation;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Ports;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Simulations;

/// <summary>A made-up case of one version of a definition, on a virtual clock. Nothing is stored; the same question has the same answer.</summary>
/// <param name="Version">Null for the newest.</param>
/// <param name="Days">How long the case is looked at; null for two years.</param>
/// <param name="From">The first day; null for today.</param>
/// <param name="Random">Whether people answer and events come at seeded random.</param>
/// <param name="Outcome">What a step ends with, as <c>id=outcome</c> each time or <c>first:id=outcome</c> the first time. What names no step or outcome is passed by.</param>
/// <exception cref="NotFoundException">No such version.</exception>
public sealed record SimulateDefinitionQuery(string DefinitionId, int? Version, int? Days, DateOnly? From, bool Random, int? Seed, IReadOnlyList<string>? Outcome)
    : IPlainQuery<SimulatedDefinition>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

/// <param name="Case">Null when the definition cannot be read.</param>
/// <param name="Titles">What the drawing calls its steps, by id.</param>
public sealed record SimulatedDefinition(
    Guid VersionId, string DefinitionId, string Name, int Version, bool IsLatest, SimulationPlan Plan, SimulatedCase? Case, IReadOnlyList<SimulatedChoice> Choices,
    IReadOnlyDictionary<string, string> Titles)
{
    public int Count(SimulatedKind kind) => Case?.Moments.Count(m => m.Kind == kind) ?? 0;
}

/// <summary>A step that can end in more than one way.</summary>
/// <param name="Chosen">As it was asked; null when left to the plan.</param>
public sealed record SimulatedChoice(string Id, string Title, IReadOnlyList<string> Outcomes, string? Chosen);

internal sealed class SimulateDefinitionValidator : AbstractValidator<SimulateDefinitionQuery>
{
    private const int TenYears = 3653;

    public SimulateDefinitionValidator()
    {
        RuleFor(q => q.Days).InclusiveBetween(1, TenYears).WithErrorCode("simulation-days");
        RuleFor(q => q.From).InclusiveBetween(new DateOnly(2000, 1, 1), new DateOnly(2100, 1, 1)).WithErrorCode("simulation-from");
    }
}

internal sealed class SimulateDefinitionHandler(RegulatiefDbContext db, Actor actor, IActivityCatalog catalog, TimeProvider time)
    : IRequestHandler<SimulateDefinitionQuery, SimulatedDefinition>
{
    private const int TwoYears = 730;
    private const string First = "first:";

    public async Task<SimulatedDefinition> Handle(SimulateDefinitionQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var stored = await db.Definitions.AsNoTracking()
            .Where(d => d.DefinitionId == query.DefinitionId && (query.Version == null || d.Version == query.Version))
            .OrderByDescending(d => d.Version).FirstOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException(nameof(StoredDefinition), $"{query.DefinitionId} version {query.Version}");
        var definition = DefinitionReader.Read(stored.Json, catalog).Definition;
        List<SimulatedChoice> choices = definition is null ? [] : [.. ChoicesIn(definition, query.Outcome ?? [])];
        var plan = new SimulationPlan(
            query.From ?? time.Today(), query.Days ?? TwoYears, query.Seed ?? 1, query.Random,
            choices.SelectMany(Planned).ToLookup(p => p.Id, p => p.Outcome))
        {
            Calendar = query.DefinitionId == ShippedDefinitions.RiskSignal ? WorkingCalendar.OfLaw : await db.CalendarAsync(cancellationToken),
        };
        return new SimulatedDefinition(
            stored.Id, stored.DefinitionId, stored.Name, stored.Version, stored.IsLatest, plan,
            definition is null ? null : CaseSimulation.Run(definition, catalog, plan),
            choices,
            definition is null ? new Dictionary<string, string>() : definition.Root.SelfAndDescendants().ToDictionary(n => n.Id, TitleOf));
    }

    private IEnumerable<SimulatedChoice> ChoicesIn(WorkflowDefinition definition, IReadOnlyList<string> asked)
    {
        foreach (var node in definition.Root.SelfAndDescendants())
        {
            if (catalog.Find(node.Type) is not { Descriptor.Waits: true } activity || activity.PortsOf(node) is not { Count: > 1 } ports) continue;
            yield return new SimulatedChoice(node.Id, TitleOf(node), ports, asked.FirstOrDefault(a => ports.Any(p => a == $"{node.Id}={p}" || a == $"{First}{node.Id}={p}")));
        }
    }

    private static IEnumerable<(string Id, string Outcome)> Planned(SimulatedChoice choice)
    {
        if (choice.Chosen is not { } chosen) yield break;
        var isFirst = chosen.StartsWith(First, StringComparison.Ordinal);
        yield return (choice.Id, chosen[((isFirst ? First.Length : 0) + choice.Id.Length + 1)..]);
        if (isFirst) yield return (choice.Id, "");
    }

    private static string TitleOf(ActivityNode node) => node.DisplayText ?? node.Name ?? node.Id;
}
