using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;

namespace Regulatief.Web.Features.Audit;

/// <summary>Which rows of the log: as it stands in the address, in numbers, dates and choices.</summary>
/// <param name="From">The first day, Europe/Amsterdam.</param>
/// <param name="Until">The last day, inclusive.</param>
/// <param name="Operation">The name of a command or query. Not called action: the route has one.</param>
/// <param name="Person">The account of who did it.</param>
public sealed record AuditFilter(int? CaseNumber, AuditKind? Kind, DateOnly? From, DateOnly? Until, string? Operation, Guid? Person)
{
    public static readonly AuditFilter None = new(null, null, null, null, null, null);

    /// <summary>Those of them that the actor may see.</summary>
    internal async Task<IQueryable<AuditEntry>> InAsync(RegulatiefDbContext db, Actor actor, CancellationToken cancellationToken)
    {
        var found = db.AuditEntries.VisibleTo(db, actor);
        if (CaseNumber is { } number)
        {
            var asked = await db.CaseOfNumberAsync(number, cancellationToken);
            found = asked is null ? found.Where(_ => false) : found.Where(e => e.CaseId == asked);
        }

        if (Kind is { } kind) found = found.Where(e => e.Kind == kind);
        if (From is { } from) found = found.Where(e => e.At >= LegalTime.At(from, TimeOnly.MinValue));
        if (Until is { } until) found = found.Where(e => e.At < LegalTime.EndOf(until));
        if (Operation is { } action) found = found.Where(e => e.Action == action);
        if (Person is { } person) found = found.Where(e => e.ActorId == person);
        return found;
    }
}
