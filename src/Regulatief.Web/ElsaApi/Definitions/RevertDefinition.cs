using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>Makes a new draft that is drawn as an earlier version was. What came in between stays as a version.</summary>
/// <exception cref="NotFoundException">No such version.</exception>
public sealed record RevertDefinitionCommand(string DefinitionId, int Version) : ICommand<DefinitionSummary>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

internal sealed class RevertDefinitionHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<RevertDefinitionCommand, DefinitionSummary>
{
    public async Task<DefinitionSummary> Handle(RevertDefinitionCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var versions = await db.Definitions.Where(d => d.DefinitionId == command.DefinitionId).ToListAsync(cancellationToken);
        var earlier = versions.Find(d => d.Version == command.Version) ?? throw new NotFoundException(nameof(StoredDefinition), $"{command.DefinitionId} version {command.Version}");
        foreach (var version in versions) version.IsLatest = false;
        var draft = new StoredDefinition
        {
            DefinitionId = earlier.DefinitionId,
            Version = versions.Max(d => d.Version) + 1,
            Name = earlier.Name,
            Json = "",
            IsLatest = true,
            SavedAt = time.GetUtcNow(),
            SavedById = actor.AccountId,
        };
        draft.Json = DefinitionDocument.TextOf(DefinitionDocument.Read(earlier.Json), draft, null);
        db.Definitions.Add(draft);
        trail.About(draft);
        return DefinitionSummary.Of(draft);
    }
}
