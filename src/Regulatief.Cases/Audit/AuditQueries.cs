using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;

namespace Regulatief.Cases.Audit;

public static class AuditQueries
{
    /// <summary>The command that notes a signal: its row names the case, so it is never shown.</summary>
    private const string NotesSignal = "NoteRiskSignalCommand";

    /// <summary>What a privacy officer may see of who did, saw and shared what. Until a signal is shared no row tells that it exists; from then on all of them do.</summary>
    public static IQueryable<AuditEntry> VisibleTo(this IQueryable<AuditEntry> entries, RegulatiefDbContext db, Actor actor)
    {
        if (actor.IsSystem) return entries;
        if (actor.Role != AccountRole.PrivacyOfficer) return entries.Where(_ => false);

        var unshared = db.RiskSignals.Where(s => s.SharedAt == null).Select(s => (Guid?)(Guid)(object)s.Id);
        var tasksAboutThem = db.HumanTasks
            .Where(t => (t.Kind == HumanTaskKind.RiskSignal || t.Kind == HumanTaskKind.ClientUnreachable) && unshared.Contains(t.SubjectId))
            .Select(t => (Guid?)(Guid)(object)t.Id);
        return entries.Where(e => e.Action != NotesSignal
            && (e.SubjectType != nameof(RiskSignal) || !unshared.Contains(e.SubjectId))
            && (e.SubjectType != nameof(HumanTask) || !tasksAboutThem.Contains(e.SubjectId)));
    }
}
