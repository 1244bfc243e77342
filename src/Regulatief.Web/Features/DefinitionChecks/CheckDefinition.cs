using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Definitions;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.DefinitionChecks;

/// <summary>All that the checks say of one version of a definition, of every way through it.</summary>
/// <param name="Version">Null for the newest.</param>
/// <exception cref="NotFoundException">No such version.</exception>
public sealed record CheckDefinitionQuery(string DefinitionId, int? Version) : IPlainQuery<DefinitionCheck>
{
    AuditSubject IConcerns.Subject => AuditSubject.OfDefinition(DefinitionId);
}

/// <param name="CanBeRead">Whether it can be told in words, so that a step has a place there.</param>
/// <param name="Findings">Errors first.</param>
public sealed record DefinitionCheck(
    Guid VersionId, string DefinitionId, string Name, int Version, bool IsLatest, bool IsPublished, bool CanBeRead, IReadOnlyList<DefinitionProblem> Findings)
{
    public IReadOnlyList<DefinitionProblem> Errors => [.. Findings.Where(f => f.Severity == ProblemSeverity.Error)];

    public IReadOnlyList<DefinitionProblem> Warnings => [.. Findings.Where(f => f.Severity == ProblemSeverity.Warning)];
}

internal sealed class CheckDefinitionHandler(RegulatiefDbContext db, Actor actor, DefinitionJudge judge) : IRequestHandler<CheckDefinitionQuery, DefinitionCheck>
{
    public async Task<DefinitionCheck> Handle(CheckDefinitionQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var stored = await db.Definitions.AsNoTracking()
            .Where(d => d.DefinitionId == query.DefinitionId && (query.Version == null || d.Version == query.Version))
            .OrderByDescending(d => d.Version).FirstOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException(nameof(StoredDefinition), $"{query.DefinitionId} version {query.Version}");
        var reading = judge.CheckThoroughly(stored.Json);
        return new DefinitionCheck(
            stored.Id, stored.DefinitionId, stored.Name, stored.Version, stored.IsLatest, stored.IsPublished, reading.Definition is not null, reading.Problems);
    }
}
