using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Retention;

/// <summary>What one privacy officer proposes to erase and a second person approves; afterwards the report of it, which names numbers and nobody of whom something was kept.</summary>
public sealed class Erasure
{
    public const int MostItems = 200;

    public const int MaxReason = 1000;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ProposedById { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Null while nobody decided.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    public Guid? DecidedById { get; private set; }

    public bool? IsApproved { get; private set; }

    /// <summary>Why it was not approved; null otherwise. About the proposal, without names.</summary>
    public string? RejectReason { get; private set; }

    public List<ErasureItem> Items { get; init; } = [];

    /// <summary>Needs <see cref="Items"/> loaded.</summary>
    /// <exception cref="CaseRuleException"><c>erasure-decided</c>; <c>erasure-own-proposal</c>.</exception>
    public void Approve(Guid by, DateTimeOffset at)
    {
        Decide(true, by, at);
        foreach (var item in Items) item.Await();
    }

    /// <inheritdoc cref="Approve"/>
    public void Reject(string reason, Guid by, DateTimeOffset at)
    {
        Decide(false, by, at);
        RejectReason = reason;
        foreach (var item in Items) item.End(ErasureOutcome.Rejected, at);
    }

    private void Decide(bool isApproved, Guid by, DateTimeOffset at)
    {
        if (DecidedAt is not null) throw new CaseRuleException("erasure-decided");
        if (by == ProposedById) throw new CaseRuleException("erasure-own-proposal");
        (IsApproved, DecidedById, DecidedAt) = (isApproved, by, at);
    }
}

/// <summary>One kind of one case in it. The promise to erase it is a row of due work with this as its subject.</summary>
public sealed class ErasureItem
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ErasureId { get; init; }

    public required CaseId CaseId { get; init; }

    public required int CaseNumber { get; init; }

    public required RetentionKind Kind { get; init; }

    /// <summary>From this day on: not before its term.</summary>
    public required DateOnly NotBefore { get; init; }

    public ErasureOutcome Outcome { get; private set; } = ErasureOutcome.Proposed;

    /// <summary>What stood in the way on the day, as the code of a sentence; null otherwise.</summary>
    public string? Refusal { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>How many rows of each kind went or were emptied, as JSON; null until then.</summary>
    public string? CountsJson { get; private set; }

    public IReadOnlyDictionary<string, int> Counts => CountsJson is null ? new Dictionary<string, int>() : JsonSerializer.Deserialize<Dictionary<string, int>>(CountsJson)!;

    internal void Await() => Outcome = ErasureOutcome.Waiting;

    internal void End(ErasureOutcome outcome, DateTimeOffset at, string? refusal = null, IReadOnlyDictionary<string, int>? counts = null)
    {
        if (Outcome is not (ErasureOutcome.Proposed or ErasureOutcome.Waiting)) throw new InvalidOperationException($"Item {Id} of erasure {ErasureId} was {Outcome} already; it cannot become {outcome}.");
        (Outcome, DoneAt, Refusal, CountsJson) = (outcome, at, refusal, counts is null ? null : JsonSerializer.Serialize(counts));
    }
}

public enum ErasureOutcome
{
    Proposed,

    /// <summary>Approved; it goes when its term has ended.</summary>
    Waiting,
    Erased,

    /// <summary>Something stood in the way on the day: all of it is there as it was.</summary>
    Refused,
    Rejected,
}

internal sealed class ErasureConfiguration : IEntityTypeConfiguration<Erasure>
{
    public void Configure(EntityTypeBuilder<Erasure> builder)
    {
        builder.Property(e => e.RejectReason).HasMaxLength(Erasure.MaxReason);
        // Decided by two people at once: the second is told.
        builder.Property(e => e.DecidedAt).IsConcurrencyToken();
        builder.HasMany(e => e.Items).WithOne().HasForeignKey(i => i.ErasureId);
        builder.HasIndex(e => e.ProposedAt);
        // Counted for each page of who may decide.
        builder.HasIndex(e => e.DecidedAt);
    }
}

internal sealed class ErasureItemConfiguration : IEntityTypeConfiguration<ErasureItem>
{
    public void Configure(EntityTypeBuilder<ErasureItem> builder)
    {
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Refusal).HasMaxLength(100);
        builder.HasIndex(i => new { i.CaseId, i.Outcome });
        builder.Ignore(i => i.Counts);
    }
}
