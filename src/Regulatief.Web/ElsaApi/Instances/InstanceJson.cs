using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Regulatief.Engine.Instances;

namespace Regulatief.Web.ElsaApi.Instances;

/// <summary>An instance in Elsa's words.</summary>
internal static class InstanceJson
{
    private static readonly JsonSerializerOptions File = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    public static object Details(InstanceRecord record) => new
    {
        Id = IdOf(record),
        record.Instance.DefinitionId,
        record.DefinitionVersionId,
        Version = record.Instance.DefinitionVersion,
        record.Instance.Status,
        record.Instance.SubStatus,
        Name = record.DefinitionName,
        IncidentCount = record.Incidents.Count,
        IsSystem = false,
        CreatedAt = record.StartedAt,
        record.UpdatedAt,
        FinishedAt = FinishedAt(record),
        WorkflowState = State(record),
    };

    public static object State(InstanceRecord record) => new
    {
        Id = IdOf(record),
        record.Instance.DefinitionId,
        record.DefinitionVersionId,
        DefinitionVersion = record.Instance.DefinitionVersion,
        record.Instance.Status,
        record.Instance.SubStatus,
        Bookmarks = record.Instance.Bookmarks.Select(b => new
        {
            Id = b.Id.ToString("N"),
            b.Name,
            Hash = b.Key ?? "",
            b.ActivityId,
            ActivityNodeId = record.StudioNodeId(b.NodeId),
            ActivityInstanceId = b.ActivityExecutionId.ToString("N"),
            CreatedAt = record.UpdatedAt,
            AutoBurn = true,
        }),
        Incidents = record.Incidents.Select(i => IncidentOf(record, i)),
        CompletionCallbacks = Array.Empty<object>(),
        ActivityExecutionContexts = record.Instance.Executions.Select(e => new
        {
            Id = e.Id.ToString("N"),
            ParentContextId = e.ParentId?.ToString("N"),
            ScheduledActivityNodeId = record.Journal.FirstOrDefault(j => j.ActivityExecutionId == e.Id)?.NodeId ?? e.ActivityId,
            Properties = new { },
            e.Status,
            e.StartedAt,
        }),
        Input = record.Instance.Inputs,
        Output = record.Instance.Outputs,
        Properties = new { },
        CreatedAt = record.StartedAt,
        record.UpdatedAt,
        FinishedAt = FinishedAt(record),
    };

    public static object ExecutionState(InstanceRecord record) => new { record.Instance.Status, record.Instance.SubStatus, WorkflowSubStatus = record.Instance.SubStatus, record.UpdatedAt };

    public static IReadOnlyCollection<object> Variables(InstanceRecord record) =>
        [.. record.Instance.Variables.Select(v => new { v.Id, v.Name, Value = v.Value?.DeepClone() })];

    /// <param name="filter">Elsa's journal filter; null for all.</param>
    public static object Journal(InstanceRecord record, JournalFilter? filter, int? skip, int? take)
    {
        var entries = record.Journal.Where(e => filter is null || (
            (filter.ActivityIds is not { Count: > 0 } ids || ids.Contains(e.ActivityId))
            && (filter.ActivityNodeIds is not { Count: > 0 } nodes || nodes.Contains(e.NodeId))
            && (filter.EventNames is not { Count: > 0 } events || events.Contains(e.Event.ToString()))
            && filter.ExcludedActivityTypes?.Contains(e.ActivityType) != true)).ToList();
        var parents = record.Instance.Executions.ToDictionary(e => e.Id, e => e.ParentId);
        return new
        {
            Items = entries.Skip(skip ?? 0).Take(take ?? entries.Count).Select(e => new
            {
                Id = $"{IdOf(record)}-{e.Sequence}",
                ActivityInstanceId = e.ActivityExecutionId.ToString("N"),
                ParentActivityInstanceId = parents.GetValueOrDefault(e.ActivityExecutionId)?.ToString("N"),
                e.ActivityId,
                e.ActivityType,
                ActivityTypeVersion = 1,
                ActivityName = e.ActivityId,
                e.NodeId,
                Timestamp = e.At,
                e.Sequence,
                EventName = e.Event.ToString(),
                Message = e.Event == JournalEvent.Faulted ? record.Incidents.FirstOrDefault(i => i.ActivityExecutionId == e.ActivityExecutionId)?.Message : null,
                Payload = e.Outcomes.Count == 0 ? null : new { e.Outcomes },
            }).ToList(),
            TotalCount = entries.Count,
        };
    }

    /// <summary>The visits, oldest first.</summary>
    public static IReadOnlyList<ActivityVisit> Visits(InstanceRecord record) =>
        [.. record.Journal.GroupBy(e => e.ActivityExecutionId).Select(visit => ActivityVisit.Of(record, [.. visit]))];

    public static object Report(InstanceRecord record, IReadOnlyCollection<string> nodeIds)
    {
        var visits = Visits(record).ToLookup(v => v.ActivityNodeId);
        return new
        {
            Stats = nodeIds.Select(nodeId =>
            {
                var ofNode = visits[nodeId].ToList();
                return new
                {
                    ActivityId = nodeId.Split(':')[^1],
                    ActivityNodeId = nodeId,
                    StartedCount = ofNode.Count,
                    CompletedCount = ofNode.Count(v => v.CompletedAt is not null),
                    UncompletedCount = ofNode.Count(v => v.CompletedAt is null),
                    IsBlocked = ofNode.Any(v => v.HasBookmarks),
                    IsFaulted = ofNode.Any(v => v.Status == ActivityStatus.Faulted),
                    AggregateFaultCount = ofNode.Count(v => v.Status == ActivityStatus.Faulted),
                    Metadata = new { },
                };
            }),
        };
    }

    public static string Export(InstanceRecord record) =>
        JsonSerializer.Serialize(Details(record), File);

    public static string IdOf(InstanceRecord record) => record.Id.ToString("N");

    private static DateTimeOffset? FinishedAt(InstanceRecord record) => record.Instance.Status == WorkflowStatus.Finished ? record.UpdatedAt : null;

    private static object IncidentOf(InstanceRecord record, Incident incident) => new
    {
        incident.ActivityId,
        ActivityNodeId = record.StudioNodeId(incident.NodeId),
        ActivityInstanceId = incident.ActivityExecutionId.ToString("N"),
        incident.ActivityType,
        incident.Message,
        Exception = new { Type = incident.Kind, incident.Message },
        Timestamp = incident.At,
    };
}

/// <summary>Elsa's filter of a journal.</summary>
public sealed record JournalFilter(
    IReadOnlyList<string>? ActivityIds, IReadOnlyList<string>? ActivityNodeIds, IReadOnlyList<string>? ExcludedActivityTypes, IReadOnlyList<string>? EventNames);

/// <summary>One visit to an activity: Elsa's activity execution record.</summary>
public sealed record ActivityVisit(
    string Id, string WorkflowInstanceId, string ActivityId, string ActivityNodeId, string ActivityType, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt,
    ActivityStatus Status, bool HasBookmarks, JsonObject? Payload, object? Exception)
{
    public int ActivityTypeVersion => 1;

    public string ActivityName => ActivityId;

    public JsonObject ActivityState => [];

    public JsonObject Outputs => [];

    public JsonObject Properties => [];

    public JsonObject Metadata => [];

    public int AggregateFaultCount => Status == ActivityStatus.Faulted ? 1 : 0;

    internal static ActivityVisit Of(InstanceRecord record, IReadOnlyList<JournalEntry> entries)
    {
        // Moved to another version, it is a visit to the activity that this one calls so.
        var (first, last, now) = (entries[0], entries.LastOrDefault(e => e.Event != JournalEvent.Moved) ?? entries[0], entries[^1]);
        var incident = record.Incidents.FirstOrDefault(i => i.ActivityExecutionId == first.ActivityExecutionId);
        return new ActivityVisit(
            first.ActivityExecutionId.ToString("N"), record.Id.ToString("N"), now.ActivityId, now.NodeId, now.ActivityType, first.At,
            last.Event is JournalEvent.Completed or JournalEvent.Canceled ? last.At : null,
            last.Event switch
            {
                JournalEvent.Completed => ActivityStatus.Completed,
                JournalEvent.Canceled => ActivityStatus.Canceled,
                JournalEvent.Faulted => ActivityStatus.Faulted,
                _ => ActivityStatus.Running,
            },
            record.Instance.Bookmarks.Any(b => b.ActivityExecutionId == first.ActivityExecutionId),
            last.Outcomes.Count == 0 ? null : new JsonObject { ["Outcomes"] = new JsonArray([.. last.Outcomes.Select(o => (JsonNode)o)]) },
            incident is null ? null : new { Type = incident.Kind, incident.Message });
    }
}
