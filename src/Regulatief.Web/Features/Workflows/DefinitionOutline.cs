using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Ports;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Workflows;

/// <summary>One version of a definition in words: its steps and where they lead.</summary>
/// <exception cref="NotFoundException">No such version.</exception>
public sealed record DefinitionOutlineQuery(Guid Id) : IPlainQuery<DefinitionOutline>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<StoredDefinition>(Id);
}

public sealed record DefinitionOutline(string Name, string DefinitionId, int Version, bool IsPublished, IReadOnlyList<OutlineStep> Steps);

/// <param name="Depth">0 for the steps of the root.</param>
public sealed record OutlineStep(string Id, string Title, string Type, int Depth, IReadOnlyList<OutlineLine> Lines);

/// <param name="Outcome">As the designer wrote it.</param>
public sealed record OutlineLine(string Outcome, string To);

internal sealed class DefinitionOutlineHandler(RegulatiefDbContext db, Actor actor, IActivityCatalog catalog) : IRequestHandler<DefinitionOutlineQuery, DefinitionOutline>
{
    public async Task<DefinitionOutline> Handle(DefinitionOutlineQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var stored = await db.Definitions.AsNoTracking().SingleOrDefaultAsync(d => d.Id == query.Id, cancellationToken)
            ?? throw new NotFoundException(nameof(StoredDefinition), query.Id);
        var definition = DefinitionReader.Read(stored.Json, catalog).Definition;
        return new DefinitionOutline(
            stored.Name, stored.DefinitionId, stored.Version, stored.IsPublished,
            definition is null ? [] : [.. Steps(definition, definition.Root, 0)]);
    }

    private static IEnumerable<OutlineStep> Steps(WorkflowDefinition definition, ActivityNode parent, int depth)
    {
        foreach (var node in parent.Embedded.Select(e => e.Activity))
        {
            yield return new OutlineStep(
                node.Id, TitleOf(node), node.Type, depth,
                [.. parent.Connections.Where(c => c.SourceId == node.Id).Select(c => new OutlineLine(c.SourcePort, definition.Find(c.TargetId) is { } to ? TitleOf(to) : c.TargetId))]);
            foreach (var inner in Steps(definition, node, depth + 1)) yield return inner;
        }
    }

    internal static string TitleOf(ActivityNode node) => node.DisplayText ?? node.Name ?? node.Id;
}
