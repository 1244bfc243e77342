using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Volunteers;

/// <summary>That a coordinator asks a volunteer how they are with it, some weeks into a pairing and every quarter after (bijpraten). About the volunteer: it says nothing of the client.</summary>
public sealed class VolunteerCheckIn
{
    public const int MaxWords = 2000;

    /// <summary>The weeks of a pairing after which the first ones come.</summary>
    private static readonly IReadOnlyList<int> FirstWeeks = [3, 10, 18];

    private const int WeeksBetween = 13;
    private const int DaysInWeek = 7;

    /// <summary>Within how many working days the two speak.</summary>
    private static readonly Term TermToSpeak = new(10);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required Guid AssignmentId { get; init; }

    public required VolunteerId VolunteerId { get; init; }

    /// <summary>1 for the first of a pairing.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the two spoke; null while they did not.</summary>
    public DateOnly? SpokeOn { get; private set; }

    public string? HowItGoes { get; private set; }

    /// <summary>What the volunteer needs; null when nothing.</summary>
    public string? Needs { get; private set; }

    public Guid? RecordedById { get; private set; }

    public void Spoke(DateOnly on, string howItGoes, string? needs, Guid by) => (SpokeOn, HowItGoes, Needs, RecordedById) = (on, howItGoes, needs, by);

    /// <summary>How many have come of a pairing that began on this day.</summary>
    public static int DueBy(DateOnly from, DateOnly today)
    {
        var weeks = (today.DayNumber - from.DayNumber) / DaysInWeek;
        return weeks < FirstWeeks[^1] ? FirstWeeks.Count(w => w <= weeks) : FirstWeeks.Count + (weeks - FirstWeeks[^1]) / WeeksBetween;
    }

    /// <summary>The coordinator's task. No workflow waits for it.</summary>
    public (HumanTask Task, Term Term) OpenTask(WorkingCalendar calendar) => (new HumanTask
    {
        CaseId = CaseId,
        Kind = HumanTaskKind.VolunteerCheckIn,
        Title = "Met de vrijwilliger bijpraten",
        Role = AccountRole.Coordinator,
        SubjectId = Id,
        Outcomes = [VolunteerCheckInForm.Spoken],
        OpenedAt = OpenedAt,
        DueOn = calendar.Add(LegalTime.DateOf(OpenedAt), TermToSpeak.WorkingDays),
    }, TermToSpeak);
}

internal sealed class VolunteerCheckInConfiguration : IEntityTypeConfiguration<VolunteerCheckIn>
{
    public void Configure(EntityTypeBuilder<VolunteerCheckIn> builder)
    {
        builder.Property(c => c.HowItGoes).HasMaxLength(VolunteerCheckIn.MaxWords);
        builder.Property(c => c.Needs).HasMaxLength(VolunteerCheckIn.MaxWords);
        builder.HasOne<VolunteerAssignment>().WithMany().HasForeignKey(c => c.AssignmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => c.CaseId);
        // Each comes once, also when two nodes come to it at once.
        builder.HasIndex(c => new { c.AssignmentId, c.Number }).IsUnique();
    }
}
