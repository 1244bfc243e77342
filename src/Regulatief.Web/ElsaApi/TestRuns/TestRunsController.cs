using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.ElsaApi.Instances;

namespace Regulatief.Web.ElsaApi.TestRuns;

/// <summary>Running from the designer: always a test run, never a case.</summary>
public sealed class TestRunsController : ElsaController
{
    [HttpPost("workflow-definitions/{definitionId}/execute")]
    public async Task<IActionResult> Execute(string definitionId)
    {
        var run = await StartAsync(definitionId);
        Response.Headers["x-elsa-workflow-instance-id"] = InstanceJson.IdOf(run);
        Response.Headers["x-elsa-workflow-cannot-start"] = "False";
        Response.Headers["x-elsa-response"] = "true";
        return Answer(new { WorkflowState = InstanceJson.State(run) });
    }

    [HttpPost("workflow-definitions/{definitionId}/dispatch")]
    public async Task<IActionResult> Dispatch(string definitionId) => Answer(new { WorkflowInstanceId = InstanceJson.IdOf(await StartAsync(definitionId)) });

    private async Task<InstanceRecord> StartAsync(string definitionId)
    {
        var body = Request.ContentLength is 0 or null ? [] : await BodyAsync();
        return await SendAsync(new StartTestRunCommand(definitionId, body["versionOptions"]?.ToString(), body["input"] as JsonObject));
    }
}
