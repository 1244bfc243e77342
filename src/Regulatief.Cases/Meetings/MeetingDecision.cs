using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Cases.Meetings;

/// <summary>What the three decided that one of them does, by a day. Of volunteer and professional it is a task; a client reads it on the own page, and is asked at the next talk.</summary>
public sealed class MeetingDecision
{
    public const int MaxWhat = 500;
    public const int MaxNote = 1000;

    /// <summary>As many as one talk can end with.</summary>
    public const int Most = 20;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required MeetingId MeetingId { get; init; }

    public required string What { get; init; }

    /// <summary><see cref="CaseRole.Client"/>, <see cref="CaseRole.Volunteer"/> or <see cref="CaseRole.Professional"/>.</summary>
    public required CaseRole Owner { get; init; }

    /// <summary>The last day, inclusive.</summary>
    public required DateOnly DueOn { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Null while it is to be done.</summary>
    public bool? IsDone { get; private set; }

    /// <summary>What came of it, in the owner's words; null when they said nothing.</summary>
    public string? Note { get; private set; }

    public void End(bool isDone, string? note) => (IsDone, Note) = (isDone, note);

    /// <summary>The owner's task; null for a client.</summary>
    public HumanTask? OpenTask() => Owner == CaseRole.Client ? null : new HumanTask
    {
        CaseId = CaseId,
        Kind = HumanTaskKind.MeetingDecision,
        Title = "Afspraak uit het driegesprek",
        Role = Party.RoleOf(Owner),
        SubjectId = Id,
        Outcomes = [MeetingDecisionForm.Done, MeetingDecisionForm.Dropped],
        OpenedAt = DecidedAt,
        DueOn = DueOn,
    };

    /// <summary>A volunteer's gift is no duty: whoever coordinates hears of a week, not of a day.</summary>
    public static Term Term { get; } = new(0, ReminderBefore: 1, EscalateAfter: 5);
}

internal sealed class MeetingDecisionConfiguration : IEntityTypeConfiguration<MeetingDecision>
{
    public void Configure(EntityTypeBuilder<MeetingDecision> builder)
    {
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.What).HasMaxLength(MeetingDecision.MaxWhat);
        builder.Property(d => d.Note).HasMaxLength(MeetingDecision.MaxNote);
        builder.HasOne<ThreeWayMeeting>().WithMany().HasForeignKey(d => d.MeetingId);
        builder.HasIndex(d => d.CaseId);
    }
}
