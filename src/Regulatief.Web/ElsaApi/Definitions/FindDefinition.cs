using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>One version of a definition, by its own id or by that of the definition and Elsa's words for the version.</summary>
/// <param name="AsFile">As exported instead of as Studio edits it.</param>
/// <exception cref="NotFoundException">No such version.</exception>
public sealed record FindDefinitionQuery(string? Id, string? DefinitionId = null, string? VersionOptions = null, bool AsFile = false) : IPlainQuery<FoundDefinition>, IStepsUp
{
    bool IStepsUp.AsksFactor => AsFile;

    AuditSubject IConcerns.Subject => DefinitionId is null ? AuditSubject.Named<StoredDefinition>(Id) : AuditSubject.OfDefinition(DefinitionId);
}

/// <param name="File">Null unless asked for.</param>
public sealed record FoundDefinition(string DefinitionId, int Version, JsonObject Document, string? File);

internal sealed class FindDefinitionHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<FindDefinitionQuery, FoundDefinition>
{
    public async Task<FoundDefinition> Handle(FindDefinitionQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var id = Guid.TryParse(query.Id, out var parsed) ? parsed : Guid.Empty;
        var found = query.DefinitionId is { } definitionId
            ? db.Definitions.Where(d => d.DefinitionId == definitionId).InVersion(query.VersionOptions)
            : db.Definitions.Where(d => d.Id == id);
        var stored = await found.AsNoTracking().OrderByDescending(d => d.Version).FirstOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException(nameof(StoredDefinition), query.Id ?? query.DefinitionId ?? "");
        return new FoundDefinition(
            stored.DefinitionId, stored.Version, DefinitionDocument.ForStudio(stored), query.AsFile ? DefinitionDocument.ForExport(stored) : null);
    }
}
