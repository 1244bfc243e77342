using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Volunteers;

/// <summary>
/// That a volunteer stops on a day that was said ahead (vertrek): until then a successor is found, they all meet once, and the client says what the successor may know. The pairing
/// ends when the day is over.
/// </summary>
public sealed class VolunteerLeaving
{
    public const int MaxReason = 2000;
    public const int MostMonthsAhead = 6;

    /// <summary>As many things as a volunteer can leave to a successor.</summary>
    public const int MostItems = 20;

    /// <summary>How many working days before the last day there is a successor, and how many there are at least to find one.</summary>
    private static readonly (int Before, int AtLeast) Usual = (5, 5);

    /// <summary>The same where the client has nobody else: earlier, so that no gap falls.</summary>
    private static readonly (int Before, int AtLeast) OfOnlyContact = (10, 2);

    /// <summary>How many working days before the last day they all meet, while they agreed on no time.</summary>
    private const int TalkBefore = 3;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    public required Guid PairingId { get; init; }

    public VolunteerAssignment Pairing { get; init; } = null!;

    public required Guid SaidById { get; init; }

    public required DateTimeOffset SaidAt { get; init; }

    /// <summary>Why the volunteer stops.</summary>
    public required string Reason { get; init; }

    /// <summary>The last day beside the client, Europe/Amsterdam.</summary>
    public required DateOnly LastDay { get; set; }

    /// <summary>The client's word at the last evaluation: the volunteer is the only contact.</summary>
    public required bool IsOnlyContact { get; init; }

    public LeavingStatus Status { get; private set; } = LeavingStatus.Planned;

    /// <summary>When the pairing ended, or it came to nothing.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Who takes over, from the day after; null while nobody is found.</summary>
    public VolunteerId? SuccessorId { get; private set; }

    public Volunteer? Successor { get; init; }

    /// <summary>Why this volunteer suits this client, in the coordinator's words; null with the successor.</summary>
    public string? Motivation { get; private set; }

    public Guid? NamedById { get; private set; }

    public List<ForSuccessor> Items { get; init; } = [];

    public bool IsPlanned => Status == LeavingStatus.Planned;

    /// <summary>The last day on which a successor is found: counted back from the last day, and never after it.</summary>
    public DateOnly SuccessorBy(DateOnly today, WorkingCalendar calendar)
    {
        var (before, atLeast) = IsOnlyContact ? OfOnlyContact : Usual;
        var (back, soonest) = (calendar.Add(LastDay, -before), calendar.Add(today, atLeast));
        var by = back > soonest ? back : soonest;
        return by < LastDay ? by : LastDay;
    }

    /// <summary>The same for the hand-over of one who left already.</summary>
    internal static DateOnly HandoverOfOnlyContactBy(DateOnly today, WorkingCalendar calendar) => calendar.Add(today, OfOnlyContact.AtLeast);

    /// <summary>When they all meet, while there is no time: before the last day, and not before today.</summary>
    public DateOnly TalkOn(DateOnly today, WorkingCalendar calendar) => calendar.Add(LastDay, -TalkBefore) is var day && day > today ? day : today;

    /// <summary>The coordinator's task to find a successor. No workflow waits for it: the cycle goes on when the volunteer left.</summary>
    public HumanTask OpenTask(DateTimeOffset at, WorkingCalendar calendar) => new()
    {
        CaseId = CaseId,
        Kind = HumanTaskKind.Successor,
        Title = "Opvolger zoeken",
        Role = AccountRole.Coordinator,
        SubjectId = Id,
        Outcomes = [SuccessorForm.Found, SuccessorForm.NotFound],
        OpenedAt = at,
        DueOn = SuccessorBy(LegalTime.DateOf(at), calendar),
    };

    /// <exception cref="CaseRuleException"><c>leaving-over</c>.</exception>
    public void Name(VolunteerId successor, string motivation, Guid by)
    {
        RefuseIfOver();
        (SuccessorId, Motivation, NamedById) = (successor, motivation, by);
    }

    /// <summary>Nobody takes over any more: somebody else is looked for.</summary>
    public void LoseSuccessor() => (SuccessorId, Motivation, NamedById) = (null, null, null);

    /// <exception cref="CaseRuleException"><c>leaving-over</c>.</exception>
    public void End(LeavingStatus how, DateTimeOffset at)
    {
        RefuseIfOver();
        (Status, EndedAt) = (how, at);
    }

    /// <exception cref="CaseRuleException"><c>leaving-over</c>.</exception>
    public void RefuseIfOver()
    {
        if (!IsPlanned) throw new CaseRuleException("leaving-over");
    }
}

public enum LeavingStatus
{
    Planned,

    /// <summary>The day came, and the pairing ended.</summary>
    Left,
    TakenBack,

    /// <summary>The pairing ended otherwise.</summary>
    Lapsed,
}

/// <summary>Something that a successor should know, in the words of the volunteer who leaves. The client reads it and says whether the successor may.</summary>
public sealed class ForSuccessor
{
    public const int MaxWords = 1000;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid LeavingId { get; init; }

    public required string Words { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>Null while the client did not say.</summary>
    public bool? IsAgreed { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>The client, or the professional who asked them.</summary>
    public Guid? AnsweredById { get; private set; }

    /// <summary>Said again, the last time counts.</summary>
    public void Answer(bool isAgreed, Guid by, DateTimeOffset at) => (IsAgreed, AnsweredById, AnsweredAt) = (isAgreed, by, at);
}

internal sealed class VolunteerLeavingConfiguration : IEntityTypeConfiguration<VolunteerLeaving>
{
    public void Configure(EntityTypeBuilder<VolunteerLeaving> builder)
    {
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Property(l => l.Reason).HasMaxLength(VolunteerLeaving.MaxReason);
        builder.Property(l => l.Motivation).HasMaxLength(VolunteerLeaving.MaxReason);
        builder.HasOne(l => l.Case).WithMany().HasForeignKey(l => l.CaseId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(l => l.Pairing).WithMany().HasForeignKey(l => l.PairingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(l => l.Successor).WithMany().HasForeignKey(l => l.SuccessorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(l => l.Items).WithOne().HasForeignKey(i => i.LeavingId);
        builder.Ignore(l => l.IsPlanned);
        builder.HasIndex(l => l.CaseId);
    }
}

internal sealed class ForSuccessorConfiguration : IEntityTypeConfiguration<ForSuccessor>
{
    public void Configure(EntityTypeBuilder<ForSuccessor> builder)
    {
        builder.ToTable("ForSuccessors");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Words).HasMaxLength(ForSuccessor.MaxWords);
    }
}
