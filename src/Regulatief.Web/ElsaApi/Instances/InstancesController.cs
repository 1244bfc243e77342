using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.ElsaApi.TestRuns;

namespace Regulatief.Web.ElsaApi.Instances;

/// <summary>Instances as the viewer asks for them. One of a real case can only be looked at; a test run can be thrown away.</summary>
public sealed class InstancesController(ElsaRefusals refusals) : ElsaController
{
    [HttpPost("workflow-instances")]
    public async Task<IActionResult> List([FromBody] ListInstancesQuery query) => Answer(await SendAsync(query));

    [HttpGet("workflow-instances/{id}")]
    public async Task<IActionResult> Show(string id) => Answer(InstanceJson.Details(await FindAsync(id)));

    [HttpGet("workflow-instances/{id}/execution-state")]
    public async Task<IActionResult> ExecutionState(string id) => Answer(InstanceJson.ExecutionState(await FindAsync(id)));

    [HttpGet("workflow-instances/{id}/variables")]
    public async Task<IActionResult> Variables(string id) => Items(InstanceJson.Variables(await FindAsync(id)));

    [HttpGet("workflow-instances/{id}/journal")]
    public async Task<IActionResult> Journal(string id, int? skip, int? take) => Answer(InstanceJson.Journal(await FindAsync(id), null, skip, take));

    [HttpPost("workflow-instances/{id}/journal")]
    public async Task<IActionResult> FilteredJournal(string id, [FromBody] FilteredJournal? asked, int? skip, int? take) =>
        Answer(InstanceJson.Journal(await FindAsync(id), asked?.Filter, skip, take));

    [HttpGet("workflow-instances/{id}/export")]
    public async Task<IActionResult> Export(string id)
    {
        var record = await FindAsync(id, asFile: true);
        return Download($"workflow-instance-{InstanceJson.IdOf(record)}.json", InstanceJson.Export(record));
    }

    [HttpPost("bulk-actions/export/workflow-instances")]
    public async Task<IActionResult> ExportMany([FromBody] ManyInstances many)
    {
        var files = new List<(string Name, string Content)>();
        foreach (var id in many.Ids.Distinct())
        {
            var record = await FindAsync(id, asFile: true);
            files.Add(($"workflow-instance-{InstanceJson.IdOf(record)}.json", InstanceJson.Export(record)));
        }

        return Zip(files, "workflow-instances.zip");
    }

    [HttpGet("activity-executions/list")]
    public async Task<IActionResult> Visits(string workflowInstanceId, string? activityNodeId, bool? completed) => Items(await VisitsAsync(workflowInstanceId, activityNodeId, completed));

    [HttpGet("activity-execution-summaries/list")]
    public Task<IActionResult> VisitSummaries(string workflowInstanceId, string? activityNodeId, bool? completed) => Visits(workflowInstanceId, activityNodeId, completed);

    /// <summary>Studio asks with a visit's id alone: it names the instance in its summaries, and not here.</summary>
    [HttpGet("activity-executions/by-id")]
    public async Task<IActionResult> Visit(string id) => Answer(await SendAsync(new FindVisitQuery(id)));

    [HttpGet("activity-executions/{id}/call-stack")]
    public async Task<IActionResult> CallStack(string id)
    {
        var visit = await SendAsync(new FindVisitQuery(id));
        return Answer(new { ActivityExecutionId = id, Items = new[] { visit }, TotalCount = 1 });
    }

    [HttpPost("activity-executions/report")]
    public async Task<IActionResult> Report([FromBody] ReportRequest asked) => Answer(InstanceJson.Report(await FindAsync(asked.WorkflowInstanceId), asked.ActivityNodeIds));

    [HttpDelete("workflow-instances/{id}")]
    public Task<IActionResult> Delete(string id) => EndAsync([id]);

    [HttpPost("cancel/workflow-instances/{id}")]
    public Task<IActionResult> Cancel(string id) => EndAsync([id]);

    [HttpPost("bulk-actions/delete/workflow-instances/by-id"), HttpPost("bulk-actions/delete/workflow-instances"), HttpPost("bulk-actions/cancel/workflow-instances")]
    public Task<IActionResult> EndMany([FromBody] ManyInstances many) => EndAsync(many.Ids);

    [HttpPost("bulk-actions/import/workflow-instances"), HttpPost("alterations/run"), HttpPost("alterations/dry-run"), HttpPost("alterations/workflows/retry")]
    [HttpPost("tasks/{taskId}/complete")]
    public IActionResult Change() => refusals.ReadOnly();

    private Task<InstanceRecord> FindAsync(string id, bool asFile = false) => SendAsync(new ShowInstanceQuery(id, asFile));

    private async Task<IReadOnlyList<ActivityVisit>> VisitsAsync(string instanceId, string? nodeId, bool? completed) =>
        [.. InstanceJson.Visits(await FindAsync(instanceId)).Where(v =>
            (nodeId is null || v.ActivityNodeId == nodeId) && (completed is null || completed == v.CompletedAt is not null))];

    private async Task<IActionResult> EndAsync(IReadOnlyList<string> ids)
    {
        var result = await SendAsync(new EndTestRunsCommand(ids));
        return result.AreAllTestRuns ? Answer(new { Deleted = result.Ended, CancelledCount = result.Ended }) : refusals.ReadOnly();
    }
}

public sealed record FilteredJournal(JournalFilter? Filter);

public sealed class ManyInstances
{
    [MaxLength(500)]
    public string[] Ids { get; init; } = [];
}

public sealed record ReportRequest(string WorkflowInstanceId, IReadOnlyList<string> ActivityNodeIds);
