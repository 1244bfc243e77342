using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Definitions;

/// <summary>Whether no other definition is called this now.</summary>
public sealed record NameIsUniqueQuery(string Name, string? DefinitionId) : IPlainQuery<bool>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

internal sealed class NameIsUniqueHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<NameIsUniqueQuery, bool>
{
    public async Task<bool> Handle(NameIsUniqueQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        return !await db.Definitions.AnyAsync(d => d.IsLatest && d.Name == query.Name && d.DefinitionId != query.DefinitionId, cancellationToken);
    }
}
