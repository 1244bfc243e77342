using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Volunteers;

/// <summary>
/// What a client agreed that a volunteer may know before saying yes (vooraf bekend). Choices, a place and languages: no name, and nothing of the trajectory. What is not
/// filled in they did not agree to.
/// </summary>
public sealed class MatchProfile
{
    public const int MaxPlace = 100;

    /// <summary>The kinds of help that can be asked: what volunteer and client do together.</summary>
    public static readonly IReadOnlyList<VolunteerActivityCategory> HelpKinds =
    [
        VolunteerActivityCategory.DoingThingsTogether, VolunteerActivityCategory.Talking, VolunteerActivityCategory.PracticalAdministration, VolunteerActivityCategory.PracticalHousing,
        VolunteerActivityCategory.PracticalDebts, VolunteerActivityCategory.PracticalOther, VolunteerActivityCategory.BuildingNetwork, VolunteerActivityCategory.WorkOrEducation,
    ];

    public required CaseId CaseId { get; init; }

    /// <summary>Where they live, as a town or a part of one.</summary>
    public string? Place { get; set; }

    /// <summary>When they can meet; empty when they did not agree to say.</summary>
    public List<WeekPart> AvailableOn { get; set; } = [];

    /// <summary>In words, beside Dutch.</summary>
    public string? Languages { get; set; }

    public List<VolunteerActivityCategory> Help { get; set; } = [];

    /// <summary>When the client said yes to this.</summary>
    public required DateOnly AgreedOn { get; set; }

    /// <summary>The professional who wrote it down.</summary>
    public required Guid RecordedById { get; set; }

    public required DateTimeOffset RecordedAt { get; set; }
}

internal sealed class MatchProfileConfiguration : IEntityTypeConfiguration<MatchProfile>
{
    public void Configure(EntityTypeBuilder<MatchProfile> builder)
    {
        builder.HasKey(p => p.CaseId);
        builder.HasOne<Case>().WithOne().HasForeignKey<MatchProfile>(p => p.CaseId);
        builder.Property(p => p.Place).HasMaxLength(MatchProfile.MaxPlace);
        builder.Property(p => p.Languages).HasMaxLength(Volunteer.MaxLine);
    }
}
