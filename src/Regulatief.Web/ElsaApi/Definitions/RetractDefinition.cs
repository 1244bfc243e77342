using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>Takes back the published version: no new case gets it. Running cases keep it.</summary>
/// <exception cref="NotFoundException">No such definition.</exception>
public sealed record RetractDefinitionCommand(string DefinitionId) : ICommand<JsonObject>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

internal sealed class RetractDefinitionHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail) : IRequestHandler<RetractDefinitionCommand, JsonObject>
{
    public async Task<JsonObject> Handle(RetractDefinitionCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var latest = await db.LatestAsync(command.DefinitionId, cancellationToken);
        foreach (var version in await db.Definitions.Where(d => d.DefinitionId == command.DefinitionId && d.IsPublished).ToListAsync(cancellationToken))
        {
            version.IsPublished = false;
            trail.About(version);
        }

        return DefinitionDocument.ForStudio(latest);
    }
}
