using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Regulatief.Cases.Retention;

/// <summary>The privacy officers' task of one year: to decide of each case whose term ended, or ends in that year, whether it goes or stays.</summary>
public sealed class RetentionReview
{
    /// <summary>Working days: a quarter.</summary>
    public const int Term = 60;

    /// <summary>The key: there is one each year.</summary>
    public required int Year { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required DateOnly DueOn { get; init; }

    /// <summary>Null while something is to be decided, or nobody said that all was.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    public Guid? DoneById { get; private set; }

    public DateOnly LastDay => new(Year, 12, 31);

    /// <param name="left">How much is undecided.</param>
    /// <exception cref="CaseRuleException"><c>retention-review-left</c>; <c>retention-review-done</c>.</exception>
    public void Finish(int left, Guid by, DateTimeOffset at)
    {
        if (DoneAt is not null) throw new CaseRuleException("retention-review-done", Year);
        if (left > 0) throw new CaseRuleException("retention-review-left", left);
        (DoneAt, DoneById) = (at, by);
    }
}

internal sealed class RetentionReviewConfiguration : IEntityTypeConfiguration<RetentionReview>
{
    public void Configure(EntityTypeBuilder<RetentionReview> builder)
    {
        builder.HasKey(r => r.Year);
        builder.Property(r => r.Year).ValueGeneratedNever();
        builder.Property(r => r.DoneAt).IsConcurrencyToken();
        builder.Ignore(r => r.LastDay);
    }
}
