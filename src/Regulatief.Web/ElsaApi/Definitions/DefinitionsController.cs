using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Engine.Format;

namespace Regulatief.Web.ElsaApi.Definitions;

public sealed class DefinitionsController(ElsaRefusals refusals) : ElsaController
{
    private const int MaxBody = DefinitionReader.MaxBytes + 64 * 1024;

    [HttpGet("workflow-definitions")]
    public async Task<IActionResult> List([FromQuery] ListDefinitionsQuery query) => Answer(await SendAsync(query));

    [HttpGet("workflow-definitions/by-definition-id/{definitionId}")]
    public async Task<IActionResult> Find(string definitionId, string? versionOptions) =>
        Answer((await SendAsync(new FindDefinitionQuery(null, definitionId, versionOptions))).Document);

    [HttpGet("workflow-definitions/by-id/{id}")]
    public async Task<IActionResult> FindById(string id) => Answer((await SendAsync(new FindDefinitionQuery(id))).Document);

    [HttpGet("workflow-definitions/many-by-id")]
    public async Task<IActionResult> FindMany([FromQuery, MaxLength(ManyDefinitions.Most)] string[] ids)
    {
        var found = new List<JsonObject>();
        foreach (var id in ids) found.Add((await SendAsync(new FindDefinitionQuery(id))).Document);
        return Items(found);
    }

    [HttpGet("workflow-definitions/subgraph/{id}")]
    public async Task<IActionResult> Subgraph(string id, string? parentNodeId) => Answer((await SendAsync(new DefinitionGraphQuery(id, parentNodeId))).Node);

    [HttpGet("workflow-definitions/subgraph/segments/{id}")]
    public async Task<IActionResult> Segments(string id, string? childNodeId)
    {
        var graph = await SendAsync(new DefinitionGraphQuery(id, childNodeId));
        return Answer(new { ChildNode = graph.Node, graph.Container, graph.PathSegments });
    }

    [HttpGet("workflow-definitions/query/count")]
    public async Task<IActionResult> Count() => Answer(new { Count = (await SendAsync(AllLatest(1))).TotalCount });

    [HttpGet("workflow-definitions/validation/is-name-unique")]
    public async Task<IActionResult> NameIsUnique(string name, string? definitionId) => Answer(new { IsUnique = await SendAsync(new NameIsUniqueQuery(name, definitionId)) });

    /// <summary>No definition is an activity of another here, so none has consumers.</summary>
    [HttpGet("workflow-definitions/{definitionId}/consumers")]
    public IActionResult Consumers(string definitionId) => Answer(new { ConsumingWorkflowDefinitionIds = Array.Empty<string>() });

    [HttpPost("workflow-definitions/{definitionId}/update-references")]
    public IActionResult UpdateReferences(string definitionId) => Answer(new { AffectedWorkflows = Array.Empty<string>() });

    [HttpPost("workflow-definitions"), RequestSizeLimit(MaxBody)]
    public async Task<IActionResult> Save()
    {
        var body = await BodyAsync();
        var publish = body["publish"] is JsonValue value && value.TryGetValue<bool>(out var wanted) && wanted;
        return await SaveAsync(body["model"] as JsonObject, publish, saved => Answer(saved));
    }

    [HttpPost("workflow-definitions/import"), RequestSizeLimit(MaxBody)]
    public async Task<IActionResult> Import() => await SaveAsync(await BodyAsync(), publish: false, saved => Answer(saved.WorkflowDefinition));

    [HttpPost("workflow-definitions/import-files"), RequestSizeLimit(4 * MaxBody)]
    public async Task<IActionResult> ImportFiles()
    {
        // All are read before the first is kept.
        var files = (await FormAsync()).Files;
        var models = new List<JsonObject>();
        foreach (var file in files) models.Add(await DefinitionFile.ReadAsync(file, HttpContext.RequestAborted));
        foreach (var model in models)
            if ((await SendAsync(new SaveDefinitionCommand(model, false))).KeptAs is { } branch) return refusals.Stale(branch);

        return Answer(new { files.Count });
    }

    [HttpPost("workflow-definitions/{definitionId}/publish")]
    public async Task<IActionResult> Publish(string definitionId) => Answer(await SendAsync(new PublishDefinitionCommand(definitionId)));

    [HttpPost("workflow-definitions/{definitionId}/retract")]
    public async Task<IActionResult> Retract(string definitionId) => Answer(await SendAsync(new RetractDefinitionCommand(definitionId)));

    [HttpPost("workflow-definitions/{definitionId}/revert/{version:int}")]
    public async Task<IActionResult> Revert(string definitionId, int version) => Answer(await SendAsync(new RevertDefinitionCommand(definitionId, version)));

    [HttpDelete("workflow-definitions/{definitionId}")]
    public async Task<IActionResult> Delete(string definitionId) => Answer(await SendAsync(new DeleteDefinitionsCommand([definitionId], [])));

    [HttpDelete("workflow-definition-versions/{id}")]
    public async Task<IActionResult> DeleteVersion(string id) => Answer(await SendAsync(new DeleteDefinitionsCommand([], [id])));

    [HttpPost("bulk-actions/delete/workflow-definitions/by-definition-id")]
    public async Task<IActionResult> DeleteMany([FromBody] ManyDefinitions many) => Answer(await SendAsync(new DeleteDefinitionsCommand(many.DefinitionIds, [])));

    [HttpPost("bulk-actions/delete/workflow-definitions/by-id")]
    public async Task<IActionResult> DeleteManyVersions([FromBody] ManyDefinitions many) => Answer(await SendAsync(new DeleteDefinitionsCommand([], many.Ids)));

    [HttpPost("bulk-actions/publish/workflow-definitions/by-definition-ids")]
    public async Task<IActionResult> PublishMany([FromBody] ManyDefinitions many)
    {
        var results = new List<(string Id, bool Already)>();
        foreach (var id in many.DefinitionIds) results.Add((id, (await SendAsync(new PublishDefinitionCommand(id))).AlreadyPublished));
        return Answer(new
        {
            Published = results.Where(r => !r.Already).Select(r => r.Id),
            AlreadyPublished = results.Where(r => r.Already).Select(r => r.Id),
            NotFound = Array.Empty<string>(),
            Skipped = Array.Empty<string>(),
            UpdatedConsumers = Array.Empty<string>(),
        });
    }

    [HttpPost("bulk-actions/retract/workflow-definitions/by-definition-ids")]
    public async Task<IActionResult> RetractMany([FromBody] ManyDefinitions many)
    {
        foreach (var id in many.DefinitionIds) await SendAsync(new RetractDefinitionCommand(id));
        return Answer(new { Retracted = many.DefinitionIds, AlreadyRetracted = Array.Empty<string>(), NotFound = Array.Empty<string>(), Skipped = Array.Empty<string>() });
    }

    [HttpGet("workflow-definitions/{definitionId}/export")]
    public async Task<IActionResult> Export(string definitionId, string? versionOptions)
    {
        var found = await SendAsync(new FindDefinitionQuery(null, definitionId, versionOptions, AsFile: true));
        return Download(NameOf(found), found.File!);
    }

    [HttpPost("bulk-actions/export/workflow-definitions")]
    public async Task<IActionResult> ExportMany([FromBody] ManyDefinitions many)
    {
        var files = new Dictionary<string, string>();
        foreach (var id in many.Ids.Distinct())
        {
            var found = await SendAsync(new FindDefinitionQuery(id, AsFile: true));
            if (!files.TryAdd(NameOf(found), found.File!)) files[$"{id}-{NameOf(found)}"] = found.File!;
        }

        return Zip(files.Select(f => (f.Key, f.Value)), "workflow-definitions.zip");
    }

    private static ListDefinitionsQuery AllLatest(int pageSize) => new(null, null, 0, pageSize, null, null, null, null);

    private static string NameOf(FoundDefinition found) => DefinitionFile.NameOf(found.DefinitionId, found.Version);

    private async Task<IActionResult> SaveAsync(JsonObject? model, bool publish, Func<SaveDefinitionResult, IActionResult> done)
    {
        var saved = await SendAsync(new SaveDefinitionCommand(model, publish));
        return saved.KeptAs is { } branch ? refusals.Stale(branch) : done(saved);
    }
}

/// <summary>More than one, by the ids of definitions or of versions. Each is a transaction of its own, so that there is a bound.</summary>
public sealed class ManyDefinitions
{
    public const int Most = 500;

    [MaxLength(Most)]
    public string[] DefinitionIds { get; init; } = [];

    /// <summary>Of versions.</summary>
    [MaxLength(Most)]
    public string[] Ids { get; init; } = [];
}
