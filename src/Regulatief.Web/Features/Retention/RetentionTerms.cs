using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Retention;

/// <summary>How long what is kept here, by which law or rule, and in which projects otherwise.</summary>
public sealed record RetentionTermsQuery : IPlainQuery<RetentionTerms>
{
    AuditSubject IConcerns.Subject => AuditSubject.None;
}

public sealed record RetentionTerms(IReadOnlyList<KindTerms> Kinds);

/// <param name="Projects">Those with a term of their own.</param>
public sealed record KindTerms(RetentionKind Kind, RetentionTerm Term, IReadOnlyList<ProjectTerm> Projects);

public sealed record ProjectTerm(string Project, RetentionTerm Term);

internal sealed class RetentionTermsHandler(RegulatiefDbContext db, Actor actor, RetentionSchedule schedule) : IRequestHandler<RetentionTermsQuery, RetentionTerms>
{
    public async Task<RetentionTerms> Handle(RetentionTermsQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer, AccountRole.Manager);
        var projects = await db.Projects.OrderBy(p => p.Name).Select(p => p.Name).ToListAsync(cancellationToken);
        return new RetentionTerms([.. Enum.GetValues<RetentionKind>().Select(kind => new KindTerms(
            kind, schedule.Of(kind), [.. projects.Where(p => schedule.OwnOf(kind, p) is not null).Select(p => new ProjectTerm(p, schedule.OwnOf(kind, p)!))]))]);
    }
}
