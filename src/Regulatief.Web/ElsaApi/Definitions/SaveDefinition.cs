using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>
/// Saves a drawing to the draft: over a published version it makes the next one. One that is based on an older state than the stored is kept
/// apart, as a definition of its own, and the stored one stays.
/// </summary>
/// <exception cref="DefinitionRefusedException">It is no definition; or it was to be published and holds errors. Nothing was stored.</exception>
/// <exception cref="ConcurrencyConflictException">Someone saved it while it was judged.</exception>
public sealed record SaveDefinitionCommand([property: AtMost(DefinitionReader.MaxBytes)] JsonObject? Model, bool Publish) : ICommand<SaveDefinitionResult>, IStepsUp
{
    bool IStepsUp.AsksFactor => Publish;

    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(Model is null ? null : DefinitionDocument.Text(Model, "definitionId"));
}

/// <param name="KeptAs">The name under which a stale drawing was kept; null when it was saved.</param>
public sealed record SaveDefinitionResult(JsonObject WorkflowDefinition, bool AlreadyPublished, string? KeptAs)
{
    public int ConsumingWorkflowCount => 0;
}

/// <summary>Judges the drawing: no transaction is held for it.</summary>
internal sealed class SaveDefinitionValidator : AbstractValidator<SaveDefinitionCommand>
{
    public SaveDefinitionValidator(RegulatiefDbContext db, DefinitionJudge judge, Actor actor) => RuleFor(c => c).CustomAsync(async (command, _, cancellationToken) =>
    {
        var sent = new SentDrawing(command.Model);
        var text = DefinitionDocument.TextOf(await sent.DrawnAsync(db, cancellationToken));
        var reading = command.Publish ? judge.JudgeToPublish(text) : judge.JudgeAsDraft(text);
        (reading with { Problems = [.. sent.Problems(), .. reading.Problems] }).RefuseIfWrong(sent.Name);
    }).When(_ => actor.Role is null or AccountRole.Designer);
}

internal sealed class SaveDefinitionHandler(RegulatiefDbContext db, DefinitionJudge judge, Actor actor, AuditTrail trail, TimeProvider time)
    : IRequestHandler<SaveDefinitionCommand, SaveDefinitionResult>
{
    /// <summary>How long a designer's own next save may still be based on the state before the last one.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(30);

    /// <summary>What a designer draws or fills in, beside the root.</summary>
    private static readonly string[] Parts = ["name", "description", "variables", "inputs", "outputs", "outcomes", "customProperties", "options"];

    public async Task<SaveDefinitionResult> Handle(SaveDefinitionCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var sent = new SentDrawing(command.Model);
        var versions = await DefinitionVersions.OfAsync(db, sent.DefinitionId, cancellationToken);
        var latest = versions.Latest;
        var drawn = await sent.DrawnAsync(db, cancellationToken);
        var text = DefinitionDocument.TextOf(drawn);
        (command.Publish ? judge.PublicationVerdict(text) : judge.DraftVerdict(text)).RefuseIfWrong(sent.Name);

        if (latest is not null && sent.BasedOn is { } basedOn && IsStale(latest, basedOn)) return await KeepApartAsync(latest, basedOn, drawn, sent.Name, cancellationToken);
        if (latest is not null && IsSame(latest, drawn) && (latest.IsPublished || !command.Publish))
            return new SaveDefinitionResult(DefinitionDocument.ForStudio(latest), latest.IsPublished && command.Publish, null);

        var saved = await Drafts.SaveAsync(db, versions, drawn, sent.Name, time.GetUtcNow(), actor.AccountId, cancellationToken);
        if (command.Publish) versions.Publish(saved, time.GetUtcNow());
        trail.About(saved);
        return new SaveDefinitionResult(DefinitionDocument.ForStudio(saved), false, null);
    }

    private bool IsStale(StoredDefinition latest, string basedOn) =>
        basedOn != latest.Revision && (latest.SavedById != actor.AccountId || time.GetUtcNow() - latest.SavedAt > OnItsWay || latest.SavedOver != basedOn);

    private static bool IsSame(StoredDefinition latest, JsonObject drawn)
    {
        var stored = DefinitionDocument.Read(latest.Json);
        return JsonNode.DeepEquals(DefinitionDocument.WithoutMeasures(stored["root"]), DefinitionDocument.WithoutMeasures(drawn["root"]))
            && Parts.All(part => JsonNode.DeepEquals(Filled(stored[part]), Filled(drawn[part])));
    }

    /// <summary>Studio fills in an empty list or object where there was none.</summary>
    private static JsonNode? Filled(JsonNode? part) =>
        DefinitionDocument.WithoutMeasures(part) is { } filled and not (JsonArray { Count: 0 } or JsonObject { Count: 0 }) ? filled : null;

    /// <summary>All saves of one drawing that went stale go to one branch, so that each edit of it does not make another.</summary>
    private async Task<SaveDefinitionResult> KeepApartAsync(StoredDefinition left, string basedOn, JsonObject drawn, string name, CancellationToken cancellationToken)
    {
        var branch = await db.DefinitionBranches.SingleOrDefaultAsync(
            b => b.OfDefinitionId == left.DefinitionId && b.BasedOn == basedOn && b.DrawnById == actor.AccountId, cancellationToken);
        if (branch is null) db.DefinitionBranches.Add(branch = await BranchOfAsync(left, basedOn, name, cancellationToken));
        var kept = await Drafts.SaveAsync(
            db, await DefinitionVersions.OfAsync(db, branch.DefinitionId, cancellationToken), drawn, branch.KeptAs, time.GetUtcNow(), actor.AccountId, cancellationToken);
        trail.About(kept);
        return new SaveDefinitionResult(DefinitionDocument.ForStudio(kept), false, branch.KeptAs);
    }

    private async Task<DefinitionBranch> BranchOfAsync(StoredDefinition left, string basedOn, string name, CancellationToken cancellationToken)
    {
        var byWhom = $" ~ {await db.Accounts.Where(a => a.Id == actor.AccountId).Select(a => a.UserName).SingleAsync(cancellationToken)} {time.GetUtcNow():yyyy-MM-dd}";
        return new DefinitionBranch
        {
            DefinitionId = Guid.CreateVersion7().ToString("N"),
            OfDefinitionId = left.DefinitionId,
            BasedOn = basedOn,
            DrawnById = actor.AccountId,
            KeptAs = name[..Math.Min(name.Length, StoredDefinition.MaxName - byWhom.Length)] + byWhom,
            DrawnAs = name,
        };
    }
}

/// <summary>A drawing as Studio or a file sends it.</summary>
internal sealed class SentDrawing
{
    private readonly JsonObject _model;

    public SentDrawing(JsonObject? model)
    {
        _model = model ?? [];
        DefinitionId = DefinitionDocument.Text(_model, "definitionId") is { Length: > 0 } given ? given : Guid.CreateVersion7().ToString("N");
        Name = DefinitionDocument.Text(_model, "name") is { Length: > 0 } called ? called : DefinitionId;
        BasedOn = DefinitionDocument.RevisionIn(_model) is { } revision ? revision[..Math.Min(revision.Length, StoredDefinition.MaxRevision)] : null;
    }

    /// <summary>A fresh one when it names none.</summary>
    public string DefinitionId { get; }

    public string Name { get; }

    /// <summary>The revision that it was drawn on; null for one that comes from elsewhere.</summary>
    public string? BasedOn { get; }

    /// <summary>What keeps it from being stored, beside its drawing.</summary>
    public IEnumerable<DefinitionProblem> Problems() => [.. DefinitionDocument.WrongKinds(_model), .. StoredDefinition.TooLong(DefinitionId, Name)];

    /// <summary>The drawing over the state that it was drawn on, so that it is the same whoever saves meanwhile; over the newest when that is not kept any more.</summary>
    public async Task<JsonObject> DrawnAsync(RegulatiefDbContext db, CancellationToken cancellationToken)
    {
        var stored = await db.Definitions.AsNoTracking().Where(d => d.DefinitionId == DefinitionId).OrderByDescending(d => d.Revision == BasedOn).ThenByDescending(d => d.Version)
            .Select(d => new { d.Revision, d.Json }).FirstOrDefaultAsync(cancellationToken);
        var replaced = BasedOn is null || stored?.Revision == BasedOn ? null
            : await db.DraftStates.Where(s => s.DefinitionId == DefinitionId && s.Revision == BasedOn).Select(s => s.Json).SingleOrDefaultAsync(cancellationToken);
        var basis = replaced ?? stored?.Json;
        return DefinitionDocument.LayOver(basis is null ? null : DefinitionDocument.Read(basis), _model);
    }
}
