using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Contacts;

/// <summary>That volunteer and client were to see each other more often than was logged (stilte). The professional's to ask after; it ends by itself when contact is logged.</summary>
public sealed class ContactSilence
{
    public const int MaxNote = 2000;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    /// <summary>The pairing that is silent.</summary>
    public required Guid AssignmentId { get; init; }

    /// <summary>The day of the last contact, or when there was none the day from which there was to be.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>How often they were to see each other.</summary>
    public required int Times { get; init; }

    /// <inheritdoc cref="Times"/>
    public required FrequencyPeriod Per { get; init; }

    public required DateTimeOffset NoticedAt { get; init; }

    /// <summary>When contact was logged again, or the pairing ended; null while it lasts. It is told once, however long it lasts.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>What the professional heard or arranged; null while they said nothing.</summary>
    public string? Note { get; private set; }

    public void End(DateTimeOffset at) => EndedAt = at;

    public void AskedAfter(string note) => Note = note;

    /// <summary>The professional's task. No workflow waits for it.</summary>
    public HumanTask OpenTask(WorkingCalendar calendar) => new()
    {
        CaseId = CaseId,
        Kind = HumanTaskKind.ContactSilence,
        Title = "Er is al een tijd geen contact vastgelegd",
        Role = AccountRole.ProbationOfficer,
        SubjectId = Id,
        Outcomes = [ContactSilenceForm.AskedAfter],
        OpenedAt = NoticedAt,
        DueOn = calendar.Add(LegalTime.DateOf(NoticedAt), Term.WorkingDays),
    };

    public static Term Term { get; } = new(3);
}

internal sealed class ContactSilenceConfiguration : IEntityTypeConfiguration<ContactSilence>
{
    public void Configure(EntityTypeBuilder<ContactSilence> builder)
    {
        builder.Property(s => s.Note).HasMaxLength(ContactSilence.MaxNote);
        builder.HasOne<VolunteerAssignment>().WithMany().HasForeignKey(s => s.AssignmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => s.CaseId);
        // Each time is told once, also when two nodes come to it at once.
        builder.HasIndex(s => new { s.AssignmentId, s.Since }).IsUnique();
    }
}
