using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Volunteers;

/// <summary>That it was told that somebody's declaration of conduct (VOG) ends, or has ended: once for each time.</summary>
public sealed class DeclarationTold
{
    public required VolunteerId VolunteerId { get; init; }

    /// <summary>The last day of the declaration that it was told of: a renewed one is told of anew.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>Of <see cref="DeclarationEnd.DaysBefore"/>; 0 that it has ended.</summary>
    public required int DaysBefore { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>What follows from the end of a declaration of conduct: it is renewed in time, and who has none stands beside nobody new.</summary>
public static class DeclarationEnd
{
    /// <summary>As titles of what a coordinator does about a pairing that goes on without one.</summary>
    public const string TaskTitle = "VOG van de vrijwilliger is verlopen";

    /// <summary>A renewal takes weeks: how long ahead it is asked for, and asked again.</summary>
    public static readonly IReadOnlyList<int> DaysBefore = [90, 60, 30];

    /// <summary>Within how many working days a coordinator arranges it.</summary>
    private static readonly Term TermToArrange = new(3);

    private const string ArrangedField = """[{ "name": "afspraak", "label": "Wat is afgesproken?", "kind": "Multiline", "required": true }]""";

    /// <summary>Which time of telling has come; null while the end is far away.</summary>
    public static int? ToldNow(DateOnly until, DateOnly today)
    {
        if (until < today) return 0;
        var left = until.DayNumber - today.DayNumber;
        return DaysBefore.Where(days => left <= days).Select(days => (int?)days).Min();
    }

    /// <summary>The coordinator's task about one pairing. No workflow waits for it.</summary>
    public static (HumanTask Task, Term Term) TaskAbout(CaseId caseId, VolunteerId volunteer, WorkingCalendar calendar, DateTimeOffset now) => (new HumanTask
    {
        CaseId = caseId,
        Kind = HumanTaskKind.CaseTask,
        Title = TaskTitle,
        Role = AccountRole.Coordinator,
        SubjectId = volunteer.Value,
        Outcomes = ["Done"],
        FormJson = ArrangedField,
        OpenedAt = now,
        DueOn = calendar.Add(LegalTime.DateOf(now), TermToArrange.WorkingDays),
    }, TermToArrange);

    /// <summary>Those that a renewal makes needless.</summary>
    public static IQueryable<HumanTask> AboutDeclarationOf(this IQueryable<HumanTask> tasks, VolunteerId volunteer) =>
        tasks.Open().Where(t => t.Kind == HumanTaskKind.CaseTask && t.SubjectId == volunteer.Value && t.Title == TaskTitle);
}

internal sealed class DeclarationToldConfiguration : IEntityTypeConfiguration<DeclarationTold>
{
    public void Configure(EntityTypeBuilder<DeclarationTold> builder)
    {
        builder.ToTable("DeclarationsTold");
        builder.HasKey(t => new { t.VolunteerId, t.Until, t.DaysBefore });
        builder.HasOne<Volunteer>().WithMany().HasForeignKey(t => t.VolunteerId);
    }
}
