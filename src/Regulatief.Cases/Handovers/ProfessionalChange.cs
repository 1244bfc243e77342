using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;

namespace Regulatief.Cases.Handovers;

/// <summary>That a case gets another professional: at once, or on the day of a hand-over.</summary>
public static class ProfessionalChange
{
    /// <summary>What a predecessor was told and did not read, and a successor has to know; of signals they know nothing before they signed.</summary>
    private static readonly List<NoticeKind> Following =
        [NoticeKind.AgreementWithdrawn, NoticeKind.AgreementRefused, NoticeKind.VolunteerLeaves, NoticeKind.EvaluationAsked, NoticeKind.CaseStopped];

    /// <summary>Who can lead the case next: nobody who knows the client.</summary>
    public static IQueryable<Account> SuccessorsOf(this RegulatiefDbContext db, Case @case) => db.Accounts.Active(AccountRole.ProbationOfficer)
        .Where(a => a.Id != @case.ProfessionalId && !db.CaseAccesses.Excluding(@case.ClientId).Any(e => e.AccountId == a.Id));

    /// <summary>
    /// Gives the case to another professional, and what goes with it: tasks, meetings and escalations follow from who leads the case, unread notices are
    /// passed on. Agreements are suspended until the new one signs: they were made with somebody else.
    /// </summary>
    /// <param name="case">Loaded for change.</param>
    /// <param name="byId">Who decided it.</param>
    /// <param name="reason">As those of the case are told; null when there is none but that it was handed over.</param>
    public static async Task PassToAsync(this RegulatiefDbContext db, Case @case, Guid successorId, Guid byId, string? reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var predecessorId = @case.ProfessionalId;
        foreach (var other in await db.CaseHandovers.Pending().Where(h => h.CaseId == @case.Id).ToListAsync(cancellationToken))
            if (other.IsPending) await db.LapseAsync(other, now, cancellationToken);

        @case.ProfessionalId = successorId;
        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.ProfessionalReplaced, At = now, ById = byId, Note = reason });
        if (successorId != byId) Tell(NoticeKind.CaseAssigned, null);
        foreach (var agreement in await db.Agreements.SignedOf(@case.Id).ToListAsync(cancellationToken)) Tell(NoticeKind.AgreementToSign, agreement.Id.Value);
        foreach (var unread in await db.Notices.Where(n => n.AccountId == predecessorId && n.Role == AccountRole.ProbationOfficer && n.CaseId == @case.Id && n.ReadAt == null).ToListAsync(cancellationToken))
        {
            unread.ReadAt = now;
            if (Following.Contains(unread.Kind)) Tell(unread.Kind, unread.SubjectId);
        }

        void Tell(NoticeKind kind, Guid? subjectId) =>
            db.Notices.Add(new Notice { AccountId = successorId, Role = AccountRole.ProbationOfficer, Kind = kind, CaseId = @case.Id, SubjectId = subjectId, At = now });
    }

    /// <summary>Puts a hand-over to the successor; its day is promised in the same commit.</summary>
    public static void AskHandover(this RegulatiefDbContext db, CaseHandover handover)
    {
        db.CaseHandovers.Add(handover);
        db.PromiseHandover(handover);
        handover.TellSuccessor(db, NoticeKind.HandoverAsked, handover.AskedAt);
    }

    /// <summary>The successor says yes: it passes now when its day has come, and on its day otherwise. The volunteer and who handed it over are told; the client reads it.</summary>
    /// <param name="handover">With its case, loaded for change.</param>
    /// <exception cref="CaseRuleException"><c>handover-over</c>.</exception>
    public static async Task AcceptHandoverAsync(this RegulatiefDbContext db, CaseHandover handover, DateOnly today, DateTimeOffset now, CancellationToken cancellationToken)
    {
        handover.Accept(now);
        handover.TellThoseWhoHandOver(db, NoticeKind.HandoverAccepted, now);
        if (handover.Case.CurrentAssignment is { } pairing) handover.Tell(db, NoticeKind.ProfessionalComing, now, (pairing.Volunteer.AccountId, AccountRole.Volunteer));
        if (handover.StartsOn <= today) await db.CarryOutAsync(handover, now, cancellationToken);
    }

    /// <summary>On its day: passes the case, or asks again when nobody answered. Does nothing about one that ended meanwhile.</summary>
    /// <param name="case">Loaded for change.</param>
    public static async Task HandOverWhenDueAsync(this RegulatiefDbContext db, Guid id, Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.CaseHandovers.SingleOrDefaultAsync(h => h.Id == id && h.CaseId == @case.Id, cancellationToken) is not { IsPending: true } handover) return;
        if (await db.CanPassAsync(handover, cancellationToken) && handover.Status == HandoverStatus.Asked)
        {
            handover.TellSuccessor(db, NoticeKind.HandoverAsked, now);
            handover.TellThoseWhoHandOver(db, NoticeKind.HandoverUnanswered, now);
        }
        else
        {
            await db.CarryOutAsync(handover, now, cancellationToken);
        }
    }

    public static void TellSuccessor(this CaseHandover handover, RegulatiefDbContext db, NoticeKind kind, DateTimeOffset at) =>
        handover.Tell(db, kind, at, (handover.ToId, AccountRole.ProbationOfficer));

    public static void TellThoseWhoHandOver(this CaseHandover handover, RegulatiefDbContext db, NoticeKind kind, DateTimeOffset at) =>
        handover.Tell(db, kind, at, (handover.FromId, AccountRole.ProbationOfficer), (handover.AskedById, handover.AskedByRole));

    /// <summary>Tells each of them once.</summary>
    private static void Tell(this CaseHandover handover, RegulatiefDbContext db, NoticeKind kind, DateTimeOffset at, params IEnumerable<(Guid Id, AccountRole Role)> people) =>
        db.Notices.AddRange(people.Distinct().Select(person =>
            new Notice { AccountId = person.Id, Role = person.Role, Kind = kind, CaseId = handover.CaseId, SubjectId = handover.Id, At = at }));

    private static async Task CarryOutAsync(this RegulatiefDbContext db, CaseHandover handover, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.CanPassAsync(handover, cancellationToken))
        {
            handover.End(HandoverStatus.Done, now);
            await db.TakeBackAsync(handover.Id, cancellationToken);
            await db.PassToAsync(handover.Case, handover.ToId, handover.AskedById, null, now, cancellationToken);
        }
        else
        {
            await db.LapseAsync(handover, now, cancellationToken);
        }
    }

    private static async Task LapseAsync(this RegulatiefDbContext db, CaseHandover handover, DateTimeOffset now, CancellationToken cancellationToken)
    {
        handover.End(HandoverStatus.Lapsed, now);
        await db.TakeBackAsync(handover.Id, cancellationToken);
        handover.TellThoseWhoHandOver(db, NoticeKind.HandoverEnded, now);
        handover.TellSuccessor(db, NoticeKind.HandoverEnded, now);
    }

    /// <summary>Whether what it was asked for still is so: the case runs, is still the predecessor's, and may be the successor's.</summary>
    private static async Task<bool> CanPassAsync(this RegulatiefDbContext db, CaseHandover handover, CancellationToken cancellationToken) =>
        !handover.Case.IsClosed && handover.Case.ProfessionalId == handover.FromId
        && await db.SuccessorsOf(handover.Case).AnyAsync(a => a.Id == handover.ToId, cancellationToken);
}
