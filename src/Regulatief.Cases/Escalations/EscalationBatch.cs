using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Escalations;

/// <summary>One answer to several escalations, as somebody gave it. Each is answered by itself, in a commit of its own.</summary>
public sealed class EscalationBatch
{
    public const int MostAtOnce = 1_000;

    /// <summary>Long enough to look up what was refused; what was answered is kept with its case.</summary>
    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(7);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AskedById { get; init; }

    /// <summary>In which role they were told.</summary>
    public required AccountRole AskedAs { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required EscalationAnswerKind Kind { get; init; }

    public DateOnly? Until { get; init; }

    public string? Reason { get; init; }

    public Guid? AssigneeId { get; init; }

    /// <summary>When the rest was called off; null while nobody did.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    public DateTimeOffset? TakenBackAt { get; private set; }

    public DateTimeOffset TakenBackUntil => AskedAt + EscalationAnswer.TakenBackWithin;

    /// <exception cref="CaseRuleException"><c>escalations-stopped</c>.</exception>
    public void Stop(DateTimeOffset at)
    {
        if (StoppedAt is not null || TakenBackAt is not null) throw new CaseRuleException("escalations-stopped");
        StoppedAt = at;
    }

    /// <exception cref="CaseRuleException"><c>escalations-taken-back</c>; <c>escalations-too-late</c>.</exception>
    public void TakeBack(DateTimeOffset at)
    {
        if (TakenBackAt is not null) throw new CaseRuleException("escalations-taken-back");
        if (at > TakenBackUntil) throw new CaseRuleException("escalations-too-late");
        TakenBackAt = at;
    }
}

/// <summary>One escalation of a batch, and what came of it. The promise to answer it is a row of due work with this as its subject.</summary>
public sealed class EscalationBatchItem
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid BatchId { get; init; }

    public required CaseId CaseId { get; init; }

    public required Guid EscalationId { get; init; }

    /// <summary>Who did its task when that was asked; null for nobody.</summary>
    public Guid? HolderId { get; init; }

    public EscalationBatchState State { get; private set; } = EscalationBatchState.Waiting;

    /// <summary>Why it was refused, as a code of the error texts.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What was answered; null while nothing was.</summary>
    public Guid? AnswerId { get; private set; }

    public void Answered(EscalationAnswer answer) => (State, AnswerId) = (EscalationBatchState.Answered, answer.Id);

    public void Refused(string code) => (State, Refusal) = (EscalationBatchState.Refused, code);

    /// <param name="refusal">Why it stays as it was answered; null when it was taken back.</param>
    public void TakenBack(string? refusal) => (State, Refusal) = (refusal is null ? EscalationBatchState.TakenBack : EscalationBatchState.Kept, refusal);
}

public enum EscalationBatchState
{
    Waiting,
    Answered,
    Refused,

    /// <summary>The rest was called off before its turn.</summary>
    Stopped,
    TakenBack,

    /// <summary>Something happened to it since: what was answered stands.</summary>
    Kept,
}

internal sealed class EscalationBatchConfiguration : IEntityTypeConfiguration<EscalationBatch>
{
    public void Configure(EntityTypeBuilder<EscalationBatch> builder)
    {
        builder.ToTable("EscalationBatches");
        builder.Property(b => b.Id).ValueGeneratedNever();
        builder.Property(b => b.Reason).HasMaxLength(EscalationAnswer.MaxReason);
        builder.HasIndex(b => new { b.AskedById, b.AskedAt });
        builder.Ignore(b => b.TakenBackUntil);
    }
}

internal sealed class EscalationBatchItemConfiguration : IEntityTypeConfiguration<EscalationBatchItem>
{
    public void Configure(EntityTypeBuilder<EscalationBatchItem> builder)
    {
        builder.ToTable("EscalationBatchItems");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.HasIndex(i => new { i.BatchId, i.State });
        builder.HasIndex(i => i.CaseId);
        builder.Property(i => i.Refusal).HasMaxLength(100);
    }
}
