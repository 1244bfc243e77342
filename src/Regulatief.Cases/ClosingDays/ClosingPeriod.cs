using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.ClosingDays;

/// <summary>A day, or some at a stretch, on which the organisation is closed (sluitingsdag): no working days for the terms that people set among themselves.</summary>
/// <remarks>It holds for what is promised from then on. What was promised keeps its day, whether one is added or taken away.</remarks>
public sealed class ClosingPeriod
{
    public const int MaxName = 100;

    /// <summary>Working days at a stretch: a term among people that stands still for longer is no term.</summary>
    public const int MostAtAStretch = 20;

    public const int MostYearsAhead = 3;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required DateOnly From { get; init; }

    /// <summary>The last day, inclusive.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>What people here call it, such as "Brugdag".</summary>
    public required string Name { get; init; }

    public required Guid SetById { get; init; }

    public required DateTimeOffset SetAt { get; init; }

    /// <summary>How many days of it would be working days.</summary>
    public int WorkingDays => WorkingCalendar.OfLaw.Between(From.AddDays(-1), Until);

    /// <summary>Whether a day of it was counted by already: then it stays as it is.</summary>
    public bool HasBegun(DateOnly today) => From <= today;

    /// <summary>How many working days the organisation is closed from before it until after it.</summary>
    /// <param name="calendar">Without the others that are closed.</param>
    public int AtAStretch(WorkingCalendar calendar) => WorkingCalendar.OfLaw.Between(calendar.Add(From, -1), calendar.Add(Until, 1)) - 1;

    /// <exception cref="CaseRuleException"><c>closing-begun</c>.</exception>
    public void RefuseIfBegun(DateOnly today)
    {
        if (HasBegun(today)) throw new CaseRuleException("closing-begun");
    }
}

internal sealed class ClosingPeriodConfiguration : IEntityTypeConfiguration<ClosingPeriod>
{
    public void Configure(EntityTypeBuilder<ClosingPeriod> builder)
    {
        builder.Property(p => p.Name).HasMaxLength(ClosingPeriod.MaxName);
        builder.Ignore(p => p.WorkingDays);
        builder.HasOne<Account>().WithMany().HasForeignKey(p => p.SetById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => p.From).IsUnique();
    }
}
