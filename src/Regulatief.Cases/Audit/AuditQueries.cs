using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Audit;

public static class AuditQueries
{
    /// <summary>Opening the form for a signal, and noting one. Their rows name the case and no signal that could be shared one day, so they are never shown.</summary>
    private static readonly string[] Noting = ["NoteRiskSignalPageQuery", "NoteRiskSignalCommand"];

    private static readonly string?[] OfTheFile = [nameof(Case), nameof(InformationSharingAgreement), nameof(VolunteerActivity)];

    /// <summary>
    /// What somebody may see of who did, saw and shared what. A privacy officer: until a signal is shared no row tells that it exists; from then on all of
    /// them do. A client: who of the others looked into the own file, changed or shared something of it; of a signal from the moment that they may know of it.
    /// </summary>
    public static IQueryable<AuditEntry> VisibleTo(this IQueryable<AuditEntry> entries, RegulatiefDbContext db, Actor actor) => actor.Role switch
    {
        null => entries,
        AccountRole.PrivacyOfficer => entries.WithoutUnsharedSignals(db),
        AccountRole.Client => entries.ForClient(db, actor),
        _ => entries.Where(_ => false),
    };

    /// <summary>Without any row that tells of a signal which nobody but its volunteer knows of yet.</summary>
    public static IQueryable<AuditEntry> WithoutUnsharedSignals(this IQueryable<AuditEntry> entries, RegulatiefDbContext db)
    {
        var unshared = db.RiskSignals.Where(s => s.SharedAt == null).Select(s => (Guid?)(Guid)(object)s.Id);
        var tasksAboutThem = db.HumanTasks
            .Where(t => (t.RiskSignalId != null && t.RiskSignal!.SharedAt == null) || (t.Kind == HumanTaskKind.ClientUnreachable && unshared.Contains(t.SubjectId)))
            .Select(t => (Guid?)(Guid)(object)t.Id);
        return entries.Where(e => !Noting.Contains(e.Action)
            // A list of signals that a volunteer read is of the own ones, shared or not.
            && (e.SubjectType != nameof(RiskSignal) || (!unshared.Contains(e.SubjectId) && (e.SubjectId != null || e.ActorRole != AccountRole.Volunteer)))
            && (e.SubjectType != nameof(HumanTask) || !tasksAboutThem.Contains(e.SubjectId)));
    }

    /// <summary>By what is named here alone: a kind of row that comes later is not shown before somebody has thought of it.</summary>
    private static IQueryable<AuditEntry> ForClient(this IQueryable<AuditEntry> entries, RegulatiefDbContext db, Actor actor)
    {
        var cases = db.Cases.VisibleTo(actor).Select(c => (CaseId?)c.Id);
        var signals = db.RiskSignals.VisibleTo(actor).Select(s => (Guid?)(Guid)(object)s.Id);
        var tasks = db.HumanTasks.KnownToAll().Where(t => cases.Contains(t.CaseId)).Select(t => (Guid?)(Guid)(object)t.Id);
        return entries.Where(e => cases.Contains(e.CaseId)
            && e.ActorRole != null && e.ActorRole != AccountRole.Client
            && (e.Kind == AuditKind.Read || e.Kind == AuditKind.Change || e.Kind == AuditKind.Sharing)
            && !Noting.Contains(e.Action)
            && (OfTheFile.Contains(e.SubjectType)
                || (e.SubjectType == nameof(RiskSignal) && signals.Contains(e.SubjectId))
                || (e.SubjectType == nameof(HumanTask) && tasks.Contains(e.SubjectId))));
    }
}
