using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.RiskSignals;

namespace Regulatief.Cases.HumanTasks;

public static class HumanTaskQueries
{
    /// <summary>The tasks that this actor may see: those of the own role in cases that are theirs. A coordinator sees the late ones of others as escalations only.</summary>
    /// <remarks>A task that follows a signal is seen by whom the signal is: the same conditions as in <see cref="RiskSignalQueries.VisibleTo"/>.</remarks>
    public static IQueryable<HumanTask> VisibleTo(this IQueryable<HumanTask> tasks, Actor actor)
    {
        if (actor.IsSystem) return tasks;
        var ofRole = tasks.Where(t => t.Role == actor.Role);
        if (actor.Role == AccountRole.PrivacyOfficer) return ofRole;
        var own = ofRole.OfCases(t => t.Case, NeedToKnow.WorksOn(actor));
        return actor.Role switch
        {
            AccountRole.ProbationOfficer => own.Where(t => t.RiskSignalId == null || t.RiskSignal!.Disclosures.Any(d => d.Recipient == CaseRole.Professional && d.People.Any(p => actor.ActsFor.Contains(p.AccountId)))),
            AccountRole.Coordinator => own.Where(t => t.RiskSignalId == null || t.RiskSignal!.Disclosures.Any(d => d.Recipient == CaseRole.Coordinator && d.People.Any(p => actor.ActsFor.Contains(p.AccountId)))),
            AccountRole.Volunteer => own.Where(t => t.RiskSignalId == null || t.RiskSignal!.Volunteer.AccountId == actor.AccountId),
            AccountRole.Client => own.Where(t => t.RiskSignalId == null || t.RiskSignal!.ReleasedToClientAt != null
                || t.RiskSignal!.Ground == SharingGround.AgreementAndDiscussed || t.RiskSignal!.Ground == SharingGround.AgreementAndUnreachable),
            _ => tasks.Where(_ => false),
        };
    }

    /// <summary>Kinds that only those whose work it is know of, by title, in a timeline and in counts: about a risk signal, and what a client asks of the professional.</summary>
    public static IReadOnlyList<HumanTaskKind> Confidential { get; } =
        [HumanTaskKind.RiskSignal, HumanTaskKind.ExceptionReview, HumanTaskKind.BreakGlassReview, HumanTaskKind.ClientUnreachable, HumanTaskKind.ClientRequest];

    /// <summary>Without the <see cref="Confidential"/> ones, and without whatever else the workflow of a signal opened.</summary>
    public static IQueryable<HumanTask> KnownToAll(this IQueryable<HumanTask> tasks) => tasks.Where(t => t.RiskSignalId == null && !Confidential.Contains(t.Kind));

    /// <summary>The same with those of this professional: what is theirs they know.</summary>
    public static IQueryable<HumanTask> KnownTo(this IQueryable<HumanTask> tasks, Actor actor) => actor.Role == AccountRole.ProbationOfficer
        ? tasks.Where(t => (t.RiskSignalId == null && (!Confidential.Contains(t.Kind) || (t.Role == AccountRole.ProbationOfficer && actor.ActsFor.Contains(t.Case.ProfessionalId))))
            || (t.Role == AccountRole.ProbationOfficer
                && t.RiskSignal!.Disclosures.Any(d => d.Recipient == CaseRole.Professional && d.People.Any(p => actor.ActsFor.Contains(p.AccountId)))))
        : tasks.KnownToAll();

    /// <summary>
    /// The tasks of which this actor may say who does them: a coordinator those that they see, and what else they know of in cases that are theirs; a
    /// manager, by number as with a hand-over, those that all may know of. Whether somebody can be given one, it says itself.
    /// </summary>
    public static IQueryable<HumanTask> AssignedBy(this IQueryable<HumanTask> tasks, Actor actor)
    {
        if (actor.Role == AccountRole.Manager) return tasks.KnownToAll().OfCases(t => t.Case, NeedToKnow.NotKeptOut(actor));
        if (actor.Role != AccountRole.Coordinator) return tasks.Where(_ => false);
        var seen = tasks.VisibleTo(actor);
        var known = tasks.KnownToAll().OfCases(t => t.Case, NeedToKnow.WorksOn(actor));
        return tasks.Where(t => seen.Any(s => s.Id == t.Id) || known.Any(k => k.Id == t.Id));
    }

    /// <summary>Those that somebody can be given: <see cref="HumanTask.WhyNotAssigned"/>.</summary>
    public static IQueryable<HumanTask> Shared(this IQueryable<HumanTask> tasks) => tasks.Where(t => t.Role == AccountRole.Coordinator);

    /// <summary>This one with its case, and all that a command on it decides on: see <see cref="CaseQueries.ForChange(IQueryable{Case}, CaseId)"/>.</summary>
    public static IQueryable<HumanTask> WithCaseForChange(this IQueryable<HumanTask> tasks, HumanTaskId id)
    {
        var task = tasks.Where(t => t.Id == id);
        return task
            .Include(t => t.Case.Client)
            .Include(t => t.Case.Goals)
            .Include(t => t.Case.Assignments.Where(a => task.Select(t => t.CaseId).Contains(a.CaseId))).ThenInclude(a => a.Volunteer);
    }

    /// <summary>Not done, and not of a case whose terms stand still.</summary>
    public static IQueryable<HumanTask> Open(this IQueryable<HumanTask> tasks) =>
        tasks.Where(t => t.Status == HumanTaskStatus.Open);

    public static IQueryable<HumanTask> OverdueOn(this IQueryable<HumanTask> tasks, DateOnly today) =>
        tasks.Open().Where(t => t.DueOn < today && t.Case.PausedAt == null);
}
