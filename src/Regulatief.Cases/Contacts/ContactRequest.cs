using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Contacts;

/// <summary>That volunteer or professional asks the other for contact about the case (vraag om contact). A task of the other; where the contact route says so, first of a coordinator, who passes it on.</summary>
public sealed class ContactRequest
{
    public const int MaxWords = 1000;
    public const int MaxReason = 1000;

    /// <summary>Within how many working days an answer is asked when nobody says otherwise.</summary>
    public const int UsualTerm = 2;

    public const int LongestTerm = 10;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    /// <summary><see cref="CaseRole.Volunteer"/> or <see cref="CaseRole.Professional"/>.</summary>
    public required CaseRole AskedBy { get; init; }

    public required Guid AskedById { get; init; }

    /// <summary>What it is about.</summary>
    public required string Words { get; init; }

    /// <summary>How the asker would like it.</summary>
    public required ContactWay Way { get; init; }

    public required int TermInWorkingDays { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>As the contact route was when it was asked.</summary>
    public required bool GoesThroughCoordinator { get; init; }

    /// <summary>Null while no coordinator did.</summary>
    public DateTimeOffset? PassedOnAt { get; private set; }

    public Guid? PassedOnById { get; private set; }

    /// <summary>False when it cannot be; null while nobody answered.</summary>
    public bool? IsMade { get; private set; }

    public DateOnly? MadeOn { get; private set; }

    public ContactWay? MadeBy { get; private set; }

    /// <summary>Why it cannot be; null otherwise.</summary>
    public string? Reason { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public Guid? AnsweredById { get; private set; }

    /// <summary>When who asked it took it back; null while they did not.</summary>
    public DateTimeOffset? TakenBackAt { get; private set; }

    public CaseRole AskedOf => AskedBy == CaseRole.Volunteer ? CaseRole.Professional : CaseRole.Volunteer;

    /// <summary>Contact was made, by the one of whom it was asked.</summary>
    public void Make(DateOnly on, ContactWay way, Guid by, DateTimeOffset at) => (IsMade, MadeOn, MadeBy, AnsweredById, AnsweredAt) = (true, on, way, by, at);

    /// <summary>It cannot be.</summary>
    public void Decline(string reason, Guid by, DateTimeOffset at) => (IsMade, Reason, AnsweredById, AnsweredAt) = (false, reason, by, at);

    /// <exception cref="CaseRuleException"><c>contact-request-not-yours</c>: somebody else asked it; <c>contact-request-over</c>: it was answered or taken back.</exception>
    public void TakeBack(Guid by, DateTimeOffset at)
    {
        if (by != AskedById) throw new CaseRuleException("contact-request-not-yours");
        if (IsMade is not null || TakenBackAt is not null) throw new CaseRuleException("contact-request-over");
        TakenBackAt = at;
    }

    public void PassOn(Guid by, DateTimeOffset at) => (PassedOnById, PassedOnAt) = (by, at);

    /// <summary>The task that it is now: a coordinator's until it is passed on, then that of the one of whom it is asked.</summary>
    public HumanTask OpenTask(WorkingCalendar calendar)
    {
        var isForCoordinator = GoesThroughCoordinator && PassedOnAt is null;
        var at = PassedOnAt ?? AskedAt;
        return new HumanTask
        {
            CaseId = CaseId,
            Kind = isForCoordinator ? HumanTaskKind.PassOnContact : HumanTaskKind.ContactRequest,
            Title = isForCoordinator ? "Een vraag om contact doorgeven" : AskedBy == CaseRole.Volunteer ? "De vrijwilliger vraagt om contact" : "De professional vraagt om contact",
            Role = isForCoordinator ? AccountRole.Coordinator : Party.RoleOf(AskedOf),
            SubjectId = Id,
            Outcomes = isForCoordinator ? [PassOnContactForm.PassedOn, PassOnContactForm.NotPassedOn] : [ContactRequestForm.Made, ContactRequestForm.NotPossible],
            OpenedAt = at,
            DueOn = calendar.Add(LegalTime.DateOf(at), Term.WorkingDays),
        };
    }

    /// <summary>Of each hand that it goes through.</summary>
    public Term Term => new(TermInWorkingDays);
}

internal sealed class ContactRequestConfiguration : IEntityTypeConfiguration<ContactRequest>
{
    public void Configure(EntityTypeBuilder<ContactRequest> builder)
    {
        builder.Property(r => r.Words).HasMaxLength(ContactRequest.MaxWords);
        builder.Property(r => r.Reason).HasMaxLength(ContactRequest.MaxReason);
        builder.HasOne(r => r.Case).WithMany().HasForeignKey(r => r.CaseId);
        builder.Ignore(r => r.AskedOf);
        builder.Ignore(r => r.Term);
        builder.HasIndex(r => r.CaseId);
    }
}

public static class ContactRequestQueries
{
    /// <summary>Those of a case that nobody answered, and that were not called off with it or with the pairing.</summary>
    public static IQueryable<ContactRequest> WaitingIn(this IQueryable<ContactRequest> requests, RegulatiefDbContext db, CaseId caseId)
    {
        var open = db.HumanTasks.Open().Where(t => t.CaseId == caseId && (t.Kind == HumanTaskKind.ContactRequest || t.Kind == HumanTaskKind.PassOnContact)).Select(t => t.SubjectId);
        return requests.Where(r => r.CaseId == caseId && open.Contains(r.Id));
    }

    /// <summary>Those that this actor may read: the professional all of the case, a volunteer those of the own pairing, a coordinator what goes through their hands.</summary>
    public static IQueryable<ContactRequest> VisibleTo(this IQueryable<ContactRequest> requests, RegulatiefDbContext db, Actor actor)
    {
        var own = requests.OfCases(r => r.Case, NeedToKnow.WorksOn(actor));
        return actor.Role switch
        {
            null => requests,
            AccountRole.ProbationOfficer => own,
            AccountRole.Volunteer => own.Where(r => db.VolunteerAssignments.Any(a => a.CaseId == r.CaseId && a.Until == null && a.Volunteer.AccountId == actor.AccountId && a.From <= r.AskedAt)),
            AccountRole.Coordinator => own.Where(r => r.GoesThroughCoordinator),
            _ => requests.Where(_ => false),
        };
    }
}
