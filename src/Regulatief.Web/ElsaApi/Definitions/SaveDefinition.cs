using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Ports;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>
/// Saves a drawing to the draft: over a published version it makes the next one. One that is based on an older state than the stored is kept
/// apart, as a definition of its own, and the stored one stays.
/// </summary>
/// <exception cref="DefinitionRefusedException">It is no definition; or it was to be published and holds errors. Nothing was stored.</exception>
public sealed record SaveDefinitionCommand(JsonObject? Model, bool Publish) : ICommand<SaveDefinitionResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(Model is null ? null : DefinitionDocument.Text(Model, "definitionId"));
}

/// <param name="KeptAs">The name under which a stale drawing was kept; null when it was saved.</param>
public sealed record SaveDefinitionResult(JsonObject WorkflowDefinition, bool AlreadyPublished, string? KeptAs)
{
    public int ConsumingWorkflowCount => 0;
}

internal sealed class SaveDefinitionHandler(RegulatiefDbContext db, DefinitionImport import, IActivityCatalog catalog, Actor actor, AuditTrail trail, TimeProvider time)
    : IRequestHandler<SaveDefinitionCommand, SaveDefinitionResult>
{
    /// <summary>How long a designer's own next save may still be based on the state before the last one.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(30);

    /// <summary>What a designer draws or fills in, beside the root.</summary>
    private static readonly string[] Parts = ["name", "description", "variables", "inputs", "outputs", "outcomes", "customProperties", "options"];

    public async Task<SaveDefinitionResult> Handle(SaveDefinitionCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var model = command.Model ?? [];
        var definitionId = DefinitionDocument.Text(model, "definitionId") is { Length: > 0 } given ? given : Guid.CreateVersion7().ToString("N");
        var versions = await db.Definitions.Where(d => d.DefinitionId == definitionId).OrderBy(d => d.Version).ToListAsync(cancellationToken);
        var latest = versions.LastOrDefault();
        var document = DefinitionDocument.LayOver(latest is null ? null : DefinitionDocument.Read(latest.Json), model);
        var name = DefinitionDocument.Text(model, "name") is { Length: > 0 } called ? called : definitionId;

        Judge(document, name, command.Publish);
        if (latest is not null && IsStale(latest, model)) return await KeepApartAsync(latest, model, document, name, cancellationToken);
        if (latest is not null && IsSame(latest, document) && (latest.IsPublished || !command.Publish))
            return new SaveDefinitionResult(DefinitionDocument.ForStudio(latest), latest.IsPublished && command.Publish, null);

        var target = Drafts.TargetOf(db, versions, definitionId, name, time.GetUtcNow());
        var savedOver = latest is null ? null : DefinitionDocument.RevisionOf(latest);
        if (target == latest) await Drafts.KeepStateAsync(db, latest, time.GetUtcNow(), cancellationToken);
        (target.Name, target.SavedAt, target.SavedById, target.IsLatest) = (name, time.GetUtcNow(), actor.AccountId, true);
        if (command.Publish) Publication.Of(target, versions);
        target.Json = DefinitionDocument.TextOf(document, target, savedOver);
        trail.About(target);
        return new SaveDefinitionResult(DefinitionDocument.ForStudio(target), false, null);
    }

    private void Judge(JsonObject document, string name, bool publish)
    {
        var problems = publish
            ? import.CheckToPublish(DefinitionDocument.TextOf(document)).Problems.Where(p => p.Severity == ProblemSeverity.Error)
            : Drafts.ProblemsOf(document, catalog);
        List<DefinitionProblem> refused = [.. DefinitionDocument.WrongKinds(document), .. problems];
        if (refused.Count > 0) throw new DefinitionRefusedException(name, refused);
    }

    private bool IsStale(StoredDefinition latest, JsonObject model)
    {
        if (DefinitionDocument.RevisionIn(model) is not { } based || based == DefinitionDocument.RevisionOf(latest)) return false;
        return latest.SavedById != actor.AccountId || time.GetUtcNow() - latest.SavedAt > OnItsWay || DefinitionDocument.SavedOverOf(latest) != based;
    }

    private static bool IsSame(StoredDefinition latest, JsonObject document)
    {
        var stored = DefinitionDocument.Read(latest.Json);
        return JsonNode.DeepEquals(DefinitionDocument.WithoutMeasures(stored["root"]), DefinitionDocument.WithoutMeasures(document["root"]))
            && Parts.All(part => JsonNode.DeepEquals(Filled(stored[part]), Filled(document[part])));
    }

    /// <summary>Studio fills in an empty list or object where there was none.</summary>
    private static JsonNode? Filled(JsonNode? part) =>
        DefinitionDocument.WithoutMeasures(part) is { } filled and not (JsonArray { Count: 0 } or JsonObject { Count: 0 }) ? filled : null;

    /// <summary>All saves of one drawing that went stale go to one branch, so that each edit of it does not make another.</summary>
    private async Task<SaveDefinitionResult> KeepApartAsync(
        StoredDefinition latest, JsonObject model, JsonObject document, string name, CancellationToken cancellationToken)
    {
        var branchId = $"{latest.DefinitionId}~{DefinitionDocument.RevisionIn(model)![..8]}-{actor.AccountId.ToString("N")[^8..]}";
        var branchName = $"{name} ~ {await db.Accounts.Where(a => a.Id == actor.AccountId).Select(a => a.UserName).SingleAsync(cancellationToken)} {time.GetUtcNow():yyyy-MM-dd}";
        var branch = await db.Definitions.SingleOrDefaultAsync(d => d.DefinitionId == branchId, cancellationToken) ?? Drafts.TargetOf(db, [], branchId, branchName, time.GetUtcNow());
        (branch.SavedAt, branch.SavedById, branch.IsLatest) = (time.GetUtcNow(), actor.AccountId, true);
        branch.Json = DefinitionDocument.TextOf(document, branch, null);
        trail.About(branch);
        return new SaveDefinitionResult(DefinitionDocument.ForStudio(branch), false, branch.Name);
    }
}
