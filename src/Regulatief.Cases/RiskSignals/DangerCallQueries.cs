using Regulatief.Cases.Accounts;

namespace Regulatief.Cases.RiskSignals;

public static class DangerCallQueries
{
    /// <summary>What this actor, or whom they cover for, was called for: a number, and that there is danger. Nothing of a case whose client they know.</summary>
    public static IQueryable<DangerCall> VisibleTo(this IQueryable<DangerCall> calls, Actor actor)
    {
        if (actor.IsSystem) return calls;
        var called = calls.Where(c => c.People.Any(p => actor.ActsFor.Contains(p.AccountId)));
        return actor.Rights.Excluded.Count == 0 ? called : called.Where(c => !actor.Rights.Excluded.Contains(c.CaseId));
    }

    public static IQueryable<DangerCall> Open(this IQueryable<DangerCall> calls) => calls.Where(c => c.AcknowledgedAt == null);
}
