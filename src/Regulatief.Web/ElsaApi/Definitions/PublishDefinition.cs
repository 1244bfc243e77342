using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Definitions;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>Makes the newest version the one that new cases get.</summary>
/// <exception cref="DefinitionRefusedException">It holds errors.</exception>
/// <exception cref="NotFoundException">No such definition.</exception>
public sealed record PublishDefinitionCommand(string DefinitionId) : ICommand<PublishDefinitionResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

public sealed record PublishDefinitionResult(JsonObject WorkflowDefinition, bool AlreadyPublished)
{
    public int ConsumingWorkflowCount => 0;
}

internal sealed class PublishDefinitionHandler(RegulatiefDbContext db, DefinitionImport import, Actor actor, AuditTrail trail, TimeProvider time)
    : IRequestHandler<PublishDefinitionCommand, PublishDefinitionResult>
{
    public async Task<PublishDefinitionResult> Handle(PublishDefinitionCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var latest = await db.LatestAsync(command.DefinitionId, cancellationToken);
        if (latest.IsPublished) return new PublishDefinitionResult(DefinitionDocument.ForStudio(latest), true);

        var reading = import.CheckToPublish(latest.Json);
        if (reading.HasErrors) throw new DefinitionRefusedException(latest.Name, [.. reading.Problems.Where(p => p.Severity == ProblemSeverity.Error)]);

        Publication.Of(latest, await db.Definitions.Where(d => d.DefinitionId == command.DefinitionId).ToListAsync(cancellationToken));
        latest.Json = DefinitionDocument.TextOf(DefinitionDocument.Read(latest.Json), latest, null);
        latest.SavedAt = time.GetUtcNow();
        trail.About(latest);
        return new PublishDefinitionResult(DefinitionDocument.ForStudio(latest), false);
    }
}
