using System.Text.Json.Nodes;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>Makes the newest version the one that new cases get.</summary>
/// <exception cref="DefinitionRefusedException">It holds errors.</exception>
/// <exception cref="ConcurrencyConflictException">Someone saved it while it was judged.</exception>
/// <exception cref="NotFoundException">No such definition.</exception>
public sealed record PublishDefinitionCommand(string DefinitionId) : ICommand<PublishDefinitionResult>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

public sealed record PublishDefinitionResult(JsonObject WorkflowDefinition, bool AlreadyPublished)
{
    public int ConsumingWorkflowCount => 0;
}

/// <summary>Judges what stands there now: it takes seconds, for which no transaction is held.</summary>
internal sealed class PublishDefinitionValidator : AbstractValidator<PublishDefinitionCommand>
{
    public PublishDefinitionValidator(RegulatiefDbContext db, DefinitionJudge judge, Actor actor) => RuleFor(c => c.DefinitionId).CustomAsync(async (definitionId, _, cancellationToken) =>
    {
        var latest = await db.Definitions.AsNoTracking().Where(d => d.DefinitionId == definitionId).OrderByDescending(d => d.Version).FirstOrDefaultAsync(cancellationToken);
        if (latest is { IsPublished: false }) judge.JudgeToPublish(latest.Json).RefuseIfWrong(latest.Name);
    }).When(_ => actor.Role is null or AccountRole.Designer);
}

internal sealed class PublishDefinitionHandler(RegulatiefDbContext db, DefinitionJudge judge, Actor actor, AuditTrail trail, TimeProvider time)
    : IRequestHandler<PublishDefinitionCommand, PublishDefinitionResult>
{
    public async Task<PublishDefinitionResult> Handle(PublishDefinitionCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var versions = await DefinitionVersions.OfAsync(db, command.DefinitionId, cancellationToken);
        var latest = versions.Latest ?? throw new NotFoundException(nameof(StoredDefinition), command.DefinitionId);
        if (latest.IsPublished) return new PublishDefinitionResult(DefinitionDocument.ForStudio(latest), true);

        judge.PublicationVerdict(latest.Json).RefuseIfWrong(latest.Name);
        versions.Publish(latest, time.GetUtcNow());
        trail.About(latest);
        return new PublishDefinitionResult(DefinitionDocument.ForStudio(latest), false);
    }
}
