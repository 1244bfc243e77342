using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;

namespace Regulatief.Cases.RiskSignals;

public static class RiskSignalQueries
{
    /// <summary>The signals whose content this actor may read; for all others they do not exist.</summary>
    /// <remarks>
    /// A volunteer reads the own ones while they stand beside the client. Professional and coordinator are let in by a disclosure to their role that names
    /// them, or whom they cover for: one who took the role over is named by it from their signature on. The client sees what was discussed with them, and
    /// what was shared after they could not be reached; what was shared under an exception only after its review released it. Who looks along, by a share
    /// or in an emergency, is named by no disclosure, and sees none.
    /// </remarks>
    public static IQueryable<RiskSignal> VisibleTo(this IQueryable<RiskSignal> signals, Actor actor) => actor.Role switch
    {
        null => signals,
        AccountRole.Volunteer => OfOwnWork(signals, actor).Where(s =>
            s.Volunteer.AccountId == actor.AccountId && s.Case.Assignments.Any(a => a.Until == null && a.VolunteerId == s.VolunteerId)),
        AccountRole.ProbationOfficer => OfOwnWork(signals, actor).Where(s =>
            s.Disclosures.Any(d => d.Recipient == CaseRole.Professional && d.People.Any(p => actor.ActsFor.Contains(p.AccountId)))),
        AccountRole.Coordinator => OfOwnWork(signals, actor).Where(s =>
            s.Disclosures.Any(d => d.Recipient == CaseRole.Coordinator && d.People.Any(p => actor.ActsFor.Contains(p.AccountId)))),
        AccountRole.Client => OfOwnWork(signals, actor).KnownToClient(),
        _ => signals.Where(_ => false),
    };

    /// <summary>Those that the client they are about may know of, by an own account or on paper.</summary>
    public static IQueryable<RiskSignal> KnownToClient(this IQueryable<RiskSignal> signals) => signals.Where(s =>
        s.Ground == SharingGround.AcuteDanger || s.Ground == SharingGround.LegalDuty ? s.ReleasedToClientAt != null : s.DiscussedAt != null || s.SharedAt != null);

    private static IQueryable<RiskSignal> OfOwnWork(IQueryable<RiskSignal> signals, Actor actor) => signals.OfCases(s => s.Case, NeedToKnow.WorksOn(actor));

    /// <summary>The sharings outside the agreement that this actor judges or may know of: a privacy officer all. The signal behind one stays hidden.</summary>
    public static IQueryable<Disclosure> ExceptionsVisibleTo(this IQueryable<Disclosure> disclosures, Actor actor)
    {
        var exceptions = disclosures.Where(d => d.Ground == SharingGround.AcuteDanger || d.Ground == SharingGround.LegalDuty);
        return actor.Role is null or AccountRole.PrivacyOfficer ? exceptions : exceptions.Where(_ => false);
    }

    /// <summary>A signal that the actor may read, with all that a command on it decides on.</summary>
    /// <exception cref="NotFoundException">There is none, or not for them.</exception>
    public static Task<RiskSignal> SignalForChangeAsync(this RegulatiefDbContext db, RiskSignalId id, Actor actor, CancellationToken cancellationToken) =>
        db.RiskSignals.VisibleTo(actor).Include(s => s.Case).WithDisclosures().GetAsync(id, cancellationToken);

    /// <summary>With to whom they were passed. In statements of their own: joined, the database would read everybody's to find those of one signal.</summary>
    public static IQueryable<RiskSignal> WithDisclosures(this IQueryable<RiskSignal> signals) => signals.Include(s => s.Disclosures).AsSplitQuery();

    /// <summary>The same, for what only its volunteer may do.</summary>
    /// <exception cref="CaseRuleException"><c>signal-volunteer-only</c>.</exception>
    public static async Task<RiskSignal> OwnSignalForChangeAsync(this RegulatiefDbContext db, RiskSignalId id, Actor actor, CancellationToken cancellationToken)
    {
        var signal = await db.SignalForChangeAsync(id, actor, cancellationToken);
        return actor.Role == AccountRole.Volunteer ? signal : throw new CaseRuleException("signal-volunteer-only");
    }

    /// <summary>The same, for what only the role may do that follows it after sharing; with the task of following it.</summary>
    /// <exception cref="CaseRuleException"><c>signal-not-yours-to-handle</c>.</exception>
    public static async Task<(RiskSignal Signal, HumanTask Task)> SignalToHandleAsync(
        this RegulatiefDbContext db, RiskSignalId id, Actor actor, CancellationToken cancellationToken)
    {
        var signal = await db.SignalForChangeAsync(id, actor, cancellationToken);
        signal.RefuseIfEnded();
        var task = await db.HumanTasks.VisibleTo(actor).OpenAbout(id).SingleOrDefaultAsync(cancellationToken);
        return task is not null && signal.IsShared ? (signal, task) : throw new CaseRuleException("signal-not-yours-to-handle");
    }

    /// <summary>Those about which something is still to be done.</summary>
    public static IQueryable<RiskSignal> Open(this IQueryable<RiskSignal> signals) => signals.Where(s => !RiskSignal.Ended.Contains(s.Status));

    /// <summary>Those of this volunteer in this case about which nothing was decided yet.</summary>
    public static IQueryable<RiskSignal> UndecidedOf(this IQueryable<RiskSignal> signals, CaseId caseId, VolunteerId volunteerId) =>
        signals.Where(s => s.CaseId == caseId && s.VolunteerId == volunteerId
            && (s.Status == RiskSignalStatus.Noted || s.Status == RiskSignalStatus.DiscussedWithClient));

    /// <summary>Takes back the question whether the client can be reached: it has become needless.</summary>
    public static async Task StopAskingAboutReachingAsync(this RegulatiefDbContext db, RiskSignalId id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var question in await db.HumanTasks.OpenAboutReaching(id).ToListAsync(cancellationToken)) question.Cancel(at);
    }

    /// <summary>Ends what waited for a signal's volunteer to decide, which they did otherwise than by sharing it.</summary>
    /// <param name="case">Loaded for change.</param>
    public static async Task EndUnsharedAsync(
        this RegulatiefDbContext db, WorkflowHost workflows, RiskSignal signal, Case @case, string outcome, Actor by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await db.StopAskingAboutReachingAsync(signal.Id, at, cancellationToken);

        // None when its workflow failed: that ends with its incident.
        if (await db.HumanTasks.OpenAbout(signal.Id).SingleOrDefaultAsync(cancellationToken) is { } task)
            await workflows.CompleteTaskAsync(task, @case, outcome, by.AccountId, null, cancellationToken);
    }

    /// <summary>The open task of following a signal: the volunteer's until it is shared, then the recipient's.</summary>
    public static IQueryable<HumanTask> OpenAbout(this IQueryable<HumanTask> tasks, RiskSignalId id) =>
        tasks.Open().Where(t => t.Kind == HumanTaskKind.RiskSignal && t.SubjectId == id.Value);

    /// <summary>The coordinator's open question whether the client can be reached.</summary>
    public static IQueryable<HumanTask> OpenAboutReaching(this IQueryable<HumanTask> tasks, RiskSignalId id) =>
        tasks.Open().Where(t => t.Kind == HumanTaskKind.ClientUnreachable && t.SubjectId == id.Value);
}
