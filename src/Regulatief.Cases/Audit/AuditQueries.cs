using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;

namespace Regulatief.Cases.Audit;

public static class AuditQueries
{
    /// <summary>Opening the form for a signal, and noting one. Their rows name the case and no signal that could be shared one day, so they are never shown.</summary>
    private static readonly string[] Noting = ["NoteRiskSignalPageQuery", "NoteRiskSignalCommand"];

    /// <summary>What a privacy officer may see of who did, saw and shared what. Until a signal is shared no row tells that it exists; from then on all of them do.</summary>
    public static IQueryable<AuditEntry> VisibleTo(this IQueryable<AuditEntry> entries, RegulatiefDbContext db, Actor actor)
    {
        if (actor.IsSystem) return entries;
        if (actor.Role != AccountRole.PrivacyOfficer) return entries.Where(_ => false);

        var unshared = db.RiskSignals.Where(s => s.SharedAt == null).Select(s => (Guid?)(Guid)(object)s.Id);
        var tasksAboutThem = db.HumanTasks
            .Where(t => (t.RiskSignalId != null && t.RiskSignal!.SharedAt == null) || (t.Kind == HumanTaskKind.ClientUnreachable && unshared.Contains(t.SubjectId)))
            .Select(t => (Guid?)(Guid)(object)t.Id);
        return entries.Where(e => !Noting.Contains(e.Action)
            // A list of signals that a volunteer read is of the own ones, shared or not.
            && (e.SubjectType != nameof(RiskSignal) || (!unshared.Contains(e.SubjectId) && (e.SubjectId != null || e.ActorRole != AccountRole.Volunteer)))
            && (e.SubjectType != nameof(HumanTask) || !tasksAboutThem.Contains(e.SubjectId)));
    }
}
