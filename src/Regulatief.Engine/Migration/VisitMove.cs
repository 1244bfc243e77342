using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Migration;

/// <summary>One open visit on its way to another version, as the activity that must carry its state over sees it.</summary>
internal sealed class VisitMove(MigrationRun run, ActivityExecution stored, ActivityNode from, ActivityNode to)
{
    public ActivityExecution Stored => stored;

    public ActivityNode From => from;

    public ActivityNode To => to;

    /// <summary>The state in the new version.</summary>
    public JsonObject? State { get; set; } = stored.State?.DeepClone().AsObject();

    public IReadOnlyList<FlowToken> Tokens { get; set; } = stored.Tokens;

    /// <summary>Whether flowcharts move tokens: in the old version, and in the new one.</summary>
    public (bool Before, bool After) MovesTokens => (run.From.MovesTokens, run.To.MovesTokens);

    /// <summary>The id in the new version; null when it has no such activity.</summary>
    public string? IdOf(string oldId) => run.NodeFor(oldId)?.Id;

    /// <summary>Whether a visit to this activity of the old version is open below this one, and was not led back to.</summary>
    public bool IsOpen(string oldId) => Children(oldId).Any(c => !c.CameBack);

    /// <summary>Whether any visit to this activity of the old version is open below this one.</summary>
    public bool IsVisited(string oldId) => Children(oldId).Any();

    public void Refuse(MigrationObstacle obstacle, string? activityId = null, string? detail = null) =>
        run.Refuse(obstacle, activityId ?? from.Id, detail);

    private IEnumerable<ActivityExecution> Children(string oldId) =>
        run.Instance.Executions.Where(e => e.ParentId == stored.Id && e.ActivityId == oldId && e.Status is ActivityStatus.Running or ActivityStatus.Faulted);
}
