using AutoMapper;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>Makes a new draft that is drawn as an earlier version was. What came in between stays as a version.</summary>
/// <exception cref="NotFoundException">No such version.</exception>
public sealed record RevertDefinitionCommand(string DefinitionId, int Version) : ICommand<DefinitionSummary>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

internal sealed class RevertDefinitionHandler(RegulatiefDbContext db, IMapper mapper, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<RevertDefinitionCommand, DefinitionSummary>
{
    public async Task<DefinitionSummary> Handle(RevertDefinitionCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var versions = await DefinitionVersions.OfAsync(db, command.DefinitionId, cancellationToken);
        var earlier = versions.All.FirstOrDefault(d => d.Version == command.Version) ?? throw new NotFoundException(nameof(StoredDefinition), $"{command.DefinitionId} version {command.Version}");
        var draft = versions.Add(new StoredDefinition { DefinitionId = earlier.DefinitionId, Version = versions.NextVersion });
        draft.Save(DefinitionDocument.DrawingOf(DefinitionDocument.Bare(DefinitionDocument.Read(earlier.Json)), draft, earlier.Name), time.GetUtcNow(), actor.AccountId);
        trail.About(draft);
        return mapper.Map<DefinitionSummary>(draft);
    }
}
