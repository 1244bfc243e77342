using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>Deletes versions: all of the definitions named, and those named by their own id. What a case runs or ran, or a new case would get, stays.</summary>
/// <exception cref="CaseRuleException"><c>definition-in-use</c>: nothing was deleted.</exception>
public sealed record DeleteDefinitionsCommand(IReadOnlyList<string> DefinitionIds, IReadOnlyList<string> Ids) : ICommand<DeleteDefinitionsResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<StoredDefinition>();
}

public sealed record DeleteDefinitionsResult(int Deleted);

internal sealed class DeleteDefinitionsHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail) : IRequestHandler<DeleteDefinitionsCommand, DeleteDefinitionsResult>
{
    public async Task<DeleteDefinitionsResult> Handle(DeleteDefinitionsCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var ids = command.Ids.Select(id => Guid.TryParse(id, out var parsed) ? parsed : Guid.Empty).ToList();
        var doomed = await db.Definitions.Where(d => command.DefinitionIds.Contains(d.DefinitionId) || ids.Contains(d.Id)).ToListAsync(cancellationToken);
        foreach (var version in doomed)
        {
            trail.About(version);
            if (await Drafts.IsInUseAsync(db, version, cancellationToken)) throw new CaseRuleException("definition-in-use", $"{version.Name} {version.Version}");
        }

        foreach (var versions in doomed.GroupBy(d => d.DefinitionId)) await Drafts.DeleteAsync(db, versions.Key, [.. versions], cancellationToken);
        return new DeleteDefinitionsResult(doomed.Count);
    }
}
