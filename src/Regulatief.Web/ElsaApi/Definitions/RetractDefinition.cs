using System.Text.Json.Nodes;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>Takes back the published version: no new case gets it. Running cases keep it.</summary>
/// <exception cref="CaseRuleException">Someone needs it: see <see cref="DefinitionNeeds"/>.</exception>
/// <exception cref="NotFoundException">No such definition.</exception>
public sealed record RetractDefinitionCommand(string DefinitionId) : ICommand<JsonObject>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

internal sealed class RetractDefinitionHandler(RegulatiefDbContext db, DefinitionNeeds needs, Actor actor, AuditTrail trail) : IRequestHandler<RetractDefinitionCommand, JsonObject>
{
    public async Task<JsonObject> Handle(RetractDefinitionCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var versions = await DefinitionVersions.OfAsync(db, command.DefinitionId, cancellationToken);
        var latest = versions.Latest ?? throw new NotFoundException(nameof(StoredDefinition), command.DefinitionId);
        if (versions.All.FirstOrDefault(v => v.IsPublished) is { } published)
        {
            trail.About(published);
            await needs.RefuseIfNeededAsync(published, cancellationToken);
        }

        versions.Retract();
        return DefinitionDocument.ForStudio(latest);
    }
}
