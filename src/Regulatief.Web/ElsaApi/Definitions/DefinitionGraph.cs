using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Definitions;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>The activities of a version as a tree, from one of them down, with the way that leads there.</summary>
/// <param name="NodeId">A path of ids; null for the root.</param>
/// <exception cref="NotFoundException">No such version, or no such node in it.</exception>
public sealed record DefinitionGraphQuery(string Id, string? NodeId) : IPlainQuery<DefinitionGraph>
{
    AuditSubject IConcerns.Subject => AuditSubject.Named<StoredDefinition>(Id);
}

/// <param name="Container">What Studio draws around the node: the composite that holds it, or the root.</param>
public sealed record DefinitionGraph(GraphNode Node, GraphNode Container, IReadOnlyList<PathSegment> PathSegments);

/// <param name="Port">The property of its parent that holds it; null for the root.</param>
public sealed record GraphNode(string NodeId, JsonObject Activity, string? Port, IReadOnlyList<GraphNode> Children);

public sealed record PathSegment(string ActivityNodeId, string ActivityId, string ActivityType, string PortName, string ActivityName);

internal sealed class DefinitionGraphHandler(RegulatiefDbContext db, DefinitionJudge judge, Actor actor) : IRequestHandler<DefinitionGraphQuery, DefinitionGraph>
{
    public async Task<DefinitionGraph> Handle(DefinitionGraphQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var id = Guid.TryParse(query.Id, out var parsed) ? parsed : Guid.Empty;
        var stored = await db.Definitions.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken) ?? throw new NotFoundException(nameof(StoredDefinition), query.Id);
        var root = judge.Check(stored.Json).Definition?.Root ?? throw new NotFoundException(nameof(ActivityNode), stored.Id);

        // Studio counts its paths from its own root; ours begin at the workflow: the tails agree.
        var way = WayTo(root, query.NodeId?.Split(':').Last() ?? root.Id) ?? (query.NodeId is null || Names(query.NodeId, root) ? [new(root, null)]
            : throw new NotFoundException(nameof(ActivityNode), query.NodeId));
        var composites = way.Take(way.Count - 1).Where(step => step.Node.Type != ActivityNode.FlowchartType).ToList();
        var container = composites.Count > 0 ? composites[^1] : way[0];
        return new DefinitionGraph(
            Tree(way[^1].Node, way[^1].Slot), Tree(container.Node, container.Slot),
            [.. composites.Select(step => new PathSegment(
                step.Node.NodeId, step.Node.Id, step.Node.Type, way[way.IndexOf(step) + 1].Slot ?? "", step.Node.Name ?? step.Node.Type))]);
    }

    private static bool Names(string nodeId, ActivityNode root) => nodeId == root.NodeId || !nodeId.Contains(':');

    /// <summary>From the root to the activity with that id, each with the property that holds it.</summary>
    private static List<Step>? WayTo(ActivityNode node, string activityId, string? slot = null)
    {
        if (node.Id == activityId) return [new(node, slot)];
        return node.Embedded.Select(e => WayTo(e.Activity, activityId, e.Slot)).FirstOrDefault(way => way is not null) is { } found ? [new(node, slot), .. found] : null;
    }

    private static GraphNode Tree(ActivityNode node, string? slot) =>
        new(node.NodeId, (JsonObject)node.Source.DeepClone(), slot, [.. node.Embedded.Select(e => Tree(e.Activity, e.Slot))]);

    private sealed record Step(ActivityNode Node, string? Slot);
}
