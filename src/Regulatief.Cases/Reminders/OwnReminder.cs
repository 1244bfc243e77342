using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Reminders;

/// <summary>That somebody has themselves reminded of a case on a day, or on more (eigen herinnering). Theirs alone: nobody who comes after them gets it.</summary>
public sealed class OwnReminder
{
    public const int MaxWords = 500;
    public const int MaxRule = 200;

    /// <summary>How often one repeats at most, and over how many years.</summary>
    public const int MostDays = 100;

    /// <inheritdoc cref="MostDays"/>
    public const int MostYears = 2;

    /// <summary>Of one person about one case.</summary>
    public const int MostAtOnce = 20;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    public required Guid AccountId { get; init; }

    /// <summary>In which they are reminded, of one who has more.</summary>
    public required AccountRole Role { get; init; }

    public required string Words { get; init; }

    /// <summary>As iCalendar writes it (RRULE); null for once.</summary>
    public string? Rule { get; init; }

    /// <summary>The days that come of it, in order: at least one, at most <see cref="MostDays"/>.</summary>
    public required List<DateOnly> Days { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The next day after this one; null when all have passed.</summary>
    public DateOnly? NextAfter(DateOnly day) => Days.Where(d => d > day).Select(d => (DateOnly?)d).FirstOrDefault();
}

internal sealed class OwnReminderConfiguration : IEntityTypeConfiguration<OwnReminder>
{
    private const char Space = ' ';

    public void Configure(EntityTypeBuilder<OwnReminder> builder)
    {
        builder.Property(r => r.Words).HasMaxLength(OwnReminder.MaxWords);
        builder.Property(r => r.Rule).HasMaxLength(OwnReminder.MaxRule);
        builder.Property(r => r.Days).HasMaxLength(OwnReminder.MostDays * 11).HasConversion(
            days => string.Join(Space, days.Select(day => day.ToString("O", CultureInfo.InvariantCulture))),
            stored => stored.Split(Space).Select(day => DateOnly.ParseExact(day, "O", CultureInfo.InvariantCulture)).ToList(),
            new ValueComparer<List<DateOnly>>((a, b) => a!.SequenceEqual(b!), days => days.Count, days => days.ToList()));
        builder.HasOne(r => r.Case).WithMany().HasForeignKey(r => r.CaseId);
        builder.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId);
        builder.HasIndex(r => new { r.AccountId, r.CaseId });
    }
}

public static class OwnReminderQueries
{
    /// <summary>The actor's own, of cases that they see now.</summary>
    public static IQueryable<OwnReminder> VisibleTo(this IQueryable<OwnReminder> reminders, Actor actor) =>
        reminders.Where(r => r.AccountId == actor.AccountId).OfCases(r => r.Case, NeedToKnow.WorksOn(actor));
}
