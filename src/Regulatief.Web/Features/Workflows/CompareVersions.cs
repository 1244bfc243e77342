using System.Text.Json.Nodes;
using AutoMapper;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Workflows;

/// <summary>What one version draws otherwise than another: steps and their settings, and the lines between them. Where a step stands on the drawing is no difference.</summary>
/// <param name="From">The version's own id; that of a branch will do too.</param>
/// <exception cref="NotFoundException">No such version.</exception>
public sealed record CompareVersionsQuery(Guid From, Guid To) : IPlainQuery<VersionComparison>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<StoredDefinition>(To);
}

public sealed record VersionComparison(ComparedVersion From, ComparedVersion To, IReadOnlyList<StepChange> Steps, IReadOnlyList<LineChange> Lines)
{
    /// <summary>All that either of them draws, with what became of it.</summary>
    public required IReadOnlyList<DrawnStep> Drawing { get; init; }

    public required IReadOnlyList<DrawnLine> DrawnLines { get; init; }

    public bool AreEqual => Steps.Count == 0 && Lines.Count == 0;
}

/// <param name="Change">Null when it is the same in both.</param>
public sealed record DrawnStep(string Id, string Title, DrawingChange? Change);

/// <param name="From">The step's id.</param>
public sealed record DrawnLine(string From, string Outcome, string To, DrawingChange? Change);

public sealed record ComparedVersion(Guid Id, string DefinitionId, string Name, int Version);

internal sealed class CompareVersionsProfile : Profile
{
    public CompareVersionsProfile() => CreateMap<StoredDefinition, ComparedVersion>();
}

/// <param name="Settings">Empty unless the step is in both.</param>
public sealed record StepChange(DrawingChange Kind, string Id, string Title, string Type, IReadOnlyList<SettingChange> Settings);

/// <param name="Before">Null when it was not set.</param>
public sealed record SettingChange(string Name, string? Before, string? After);

/// <param name="FromId">The step that it leaves; the others are titles.</param>
public sealed record LineChange(DrawingChange Kind, string FromId, string From, string Outcome, string To);

public enum DrawingChange
{
    Added,
    Removed,
    Changed,
}

internal sealed class CompareVersionsHandler(RegulatiefDbContext db, IMapper mapper, Actor actor) : IRequestHandler<CompareVersionsQuery, VersionComparison>
{
    public async Task<VersionComparison> Handle(CompareVersionsQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var (from, before) = await ReadAsync(query.From, cancellationToken);
        var (to, after) = await ReadAsync(query.To, cancellationToken);
        var steps = StepsOf(before, after).ToList();
        var kinds = steps.ToDictionary(s => s.Id, s => s.Kind);
        return new VersionComparison(from, to, steps, [.. LinesOf(before, after)])
        {
            Drawing = [.. before.Steps.Concat(after.Steps).GroupBy(s => s.Key).Where(s => s.Key != before.RootId && s.Key != after.RootId)
                .Select(s => new DrawnStep(s.Key, StepDrawing.TitleOf(s.Last().Value), kinds.TryGetValue(s.Key, out var kind) ? kind : null))],
            DrawnLines = [.. before.Lines.Union(after.Lines).Select(l => new DrawnLine(
                l.From, l.Outcome, l.To, !before.Lines.Contains(l) ? DrawingChange.Added : !after.Lines.Contains(l) ? DrawingChange.Removed : null))],
        };
    }

    private async Task<(ComparedVersion Version, Drawing Drawing)> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var stored = await db.Definitions.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken) ?? throw new NotFoundException(nameof(StoredDefinition), id);
        return (mapper.Map<ComparedVersion>(stored), Drawing.Of(JsonNode.Parse(stored.Json, null, new() { MaxDepth = 256 })?["root"]));
    }

    private static IEnumerable<StepChange> StepsOf(Drawing before, Drawing after)
    {
        foreach (var (id, step) in after.Steps)
        {
            if (!before.Steps.TryGetValue(id, out var earlier)) yield return Change(DrawingChange.Added, id, step, []);
            else if (StepDrawing.SettingsOf(earlier, step) is { Count: > 0 } settings) yield return Change(DrawingChange.Changed, id, step, settings);
        }

        foreach (var (id, step) in before.Steps.Where(s => !after.Steps.ContainsKey(s.Key))) yield return Change(DrawingChange.Removed, id, step, []);
    }

    private static StepChange Change(DrawingChange kind, string id, JsonObject step, IReadOnlyList<SettingChange> settings) => new(kind, id, StepDrawing.TitleOf(step), (string)step["type"]!, settings);

    private static IEnumerable<LineChange> LinesOf(Drawing before, Drawing after) =>
        after.Lines.Except(before.Lines).Select(line => Change(DrawingChange.Added, line, after))
            .Concat(before.Lines.Except(after.Lines).Select(line => Change(DrawingChange.Removed, line, before)));

    private static LineChange Change(DrawingChange kind, (string From, string Outcome, string To) line, Drawing drawing) =>
        new(kind, line.From, drawing.NameOf(line.From), line.Outcome, drawing.NameOf(line.To));

    /// <summary>All steps and lines of a drawing, at whatever depth; read without the catalogue, so that what cannot run here is compared too.</summary>
    private sealed record Drawing(Dictionary<string, JsonObject> Steps, HashSet<(string From, string Outcome, string To)> Lines)
    {
        public string? RootId { get; private init; }

        public static Drawing Of(JsonNode? root)
        {
            var drawing = new Drawing([], []) { RootId = (root as JsonObject)?["id"]?.ToString() };
            drawing.Add(root);
            return drawing;
        }

        public string NameOf(string id) => Steps.TryGetValue(id, out var step) ? StepDrawing.TitleOf(step) : id;

        private void Add(JsonNode? node)
        {
            if (StepDrawing.IsStep(node)) Steps.TryAdd(node!["id"]!.ToString(), (JsonObject)node);
            foreach (var part in node switch { JsonObject members => members.Select(m => m.Value), JsonArray items => items, _ => [] }) Add(part);
            foreach (var line in ((node as JsonObject)?["connections"] as JsonArray ?? []).OfType<JsonObject>())
                if (line["source"] is JsonObject source && line["target"] is JsonObject target)
                    Lines.Add(($"{source["activity"]}", $"{source["port"] ?? "Done"}", $"{target["activity"]}"));
        }
    }
}
