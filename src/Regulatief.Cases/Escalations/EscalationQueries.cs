using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Escalations;

public static class EscalationQueries
{
    public static IQueryable<Escalation> VisibleTo(this IQueryable<Escalation> escalations, Actor actor) =>
        actor.IsSystem ? escalations : escalations.Where(e => e.ToAccountId == actor.AccountId);

    /// <summary>The first coordinator of the case's project who is not the late one.</summary>
    /// <param name="late">Whose task is late; null when nobody took it.</param>
    /// <exception cref="InvalidOperationException">The project has no coordinator: it should not have been possible to save it.</exception>
    public static async Task<Guid> CoordinatorToTellAsync(this RegulatiefDbContext db, Case @case, Guid? late, CancellationToken cancellationToken)
    {
        var inOrder = await db.Projects.Where(p => p.Id == @case.ProjectId)
            .SelectMany(p => p.Coordinators).OrderBy(c => c.Rank).Select(c => c.AccountId).ToListAsync(cancellationToken);

        if (inOrder.Count == 0) throw new InvalidOperationException($"Project {@case.ProjectId} has no coordinator to tell about case {@case.Id}.");
        return inOrder.Find(id => id != late) is var other && other != Guid.Empty ? other : inOrder[0];
    }
}
