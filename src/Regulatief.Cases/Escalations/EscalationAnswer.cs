using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Escalations;

/// <summary>What somebody who was told said or did about something late, short of ending it. Whoever else was told of it sees it too.</summary>
public sealed class EscalationAnswer
{
    /// <summary>As far ahead as it can be deferred: nothing is put away for good.</summary>
    public const int MostDaysDeferred = 60;

    public const int MaxReason = 2000;

    /// <summary>How long it can be taken back.</summary>
    public static readonly TimeSpan TakenBackWithin = TimeSpan.FromMinutes(10);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    /// <summary><see cref="Escalation.SubjectId"/>.</summary>
    public required Guid SubjectId { get; init; }

    public required EscalationAnswerKind Kind { get; init; }

    public required Guid ById { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Of a deferral the day on which it is told anew; null of others.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Why it was deferred; null of others.</summary>
    public string? Reason { get; init; }

    /// <summary>Who does the task from then on; null where that did not change.</summary>
    public Guid? AssigneeId { get; init; }

    /// <summary>Who did it before; null when nobody did.</summary>
    public Guid? HolderBefore { get; init; }

    /// <summary>When it would have been told again; null when nothing was promised.</summary>
    public DateTimeOffset? NextBefore { get; init; }

    public DateTimeOffset? TakenBackAt { get; internal set; }
}

public enum EscalationAnswerKind
{
    /// <summary>Seen: somebody looks into it, and has a while for that.</summary>
    Acknowledged,

    /// <summary>Who was told does the task.</summary>
    TakenOver,

    /// <summary>A colleague does the task.</summary>
    Reassigned,

    /// <summary>It waits until a day, for a reason.</summary>
    Deferred,
}

internal sealed class EscalationAnswerConfiguration : IEntityTypeConfiguration<EscalationAnswer>
{
    public void Configure(EntityTypeBuilder<EscalationAnswer> builder)
    {
        builder.ToTable("EscalationAnswers");
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Reason).HasMaxLength(EscalationAnswer.MaxReason);
        builder.HasIndex(a => new { a.SubjectId, a.At });
        builder.HasOne<Case>().WithMany().HasForeignKey(a => a.CaseId).OnDelete(DeleteBehavior.Restrict);
    }
}
