using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Volunteers;

/// <summary>
/// That a volunteer is asked to stand beside a client (voorstel): the volunteer says yes, the two meet, the client says yes, and they are paired. One is open per case, and one
/// per volunteer.
/// </summary>
public sealed class MatchProposal
{
    public const int MaxWords = 1000;

    /// <summary>Within which the volunteer answers; then who coordinates is told.</summary>
    private static readonly Term Term = new(3);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    public required VolunteerId VolunteerId { get; init; }

    public Volunteer Volunteer { get; init; } = null!;

    /// <summary>The coordinator's step in which it is asked.</summary>
    public required HumanTaskId TaskId { get; init; }

    /// <summary>Why this volunteer suits this client, in the coordinator's words; not told to the volunteer.</summary>
    public required string Motivation { get; init; }

    public required Guid AskedById { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The last day for the volunteer's answer, inclusive.</summary>
    public required DateOnly DueOn { get; init; }

    public MatchProposalStatus Status { get; private set; } = MatchProposalStatus.Asked;

    /// <summary>When the volunteer said yes; null while they did not.</summary>
    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>The first meeting of the two; null while none is planned.</summary>
    public DateOnly? MeetsOn { get; private set; }

    public TimeOnly? MeetsAt { get; private set; }

    /// <summary>Where, in words.</summary>
    public string? MeetsPlace { get; private set; }

    /// <summary>Why who ended it said no, or took it back; null of all else.</summary>
    public string? Reason { get; private set; }

    /// <summary>Why it ended by itself; null of all else.</summary>
    public MatchLapse? LapsedBy { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Null when it ended by itself.</summary>
    public Guid? EndedById { get; private set; }

    /// <summary>When it was told that the volunteer did not answer in time; null while it was not.</summary>
    public DateTimeOffset? ToldLateAt { get; set; }

    public bool IsOpen => Status is MatchProposalStatus.Asked or MatchProposalStatus.Accepted;

    public static MatchProposal Of(HumanTask task, VolunteerId volunteer, string motivation, WorkingCalendar calendar, Guid by, DateTimeOffset at) => new()
    {
        CaseId = task.CaseId, VolunteerId = volunteer, TaskId = task.Id, Motivation = motivation, AskedById = by, AskedAt = at, DueOn = calendar.Add(LegalTime.DateOf(at), Term.WorkingDays),
    };

    /// <summary>The volunteer says yes.</summary>
    /// <exception cref="ConcurrencyConflictException">It was answered, or ended; the exception names by whom.</exception>
    public void Accept(Guid by, DateTimeOffset at)
    {
        RefuseUnless(MatchProposalStatus.Asked, by);
        (Status, AcceptedAt) = (MatchProposalStatus.Accepted, at);
    }

    /// <summary>The volunteer says no, also after a yes.</summary>
    /// <inheritdoc cref="Accept"/>
    public void Decline(string reason, Guid by, DateTimeOffset at) => End(MatchProposalStatus.Declined, reason, by, at);

    /// <exception cref="CaseRuleException"><c>match-not-accepted</c>: the volunteer did not say yes.</exception>
    /// <inheritdoc cref="Accept"/>
    public void PlanMeeting(DateOnly on, TimeOnly? at, string place)
    {
        RefuseIfEnded();
        if (Status != MatchProposalStatus.Accepted) throw new CaseRuleException("match-not-accepted");
        (MeetsOn, MeetsAt, MeetsPlace) = (on, at, place);
    }

    /// <summary>The client says no.</summary>
    /// <inheritdoc cref="PlanMeeting"/>
    public void Refuse(string reason, Guid by, DateTimeOffset at)
    {
        RefuseIfEnded();
        if (Status != MatchProposalStatus.Accepted) throw new CaseRuleException("match-not-accepted");
        End(MatchProposalStatus.ClientDeclined, reason, by, at);
    }

    /// <summary>The client says yes, having met: whether the two can be paired is asked beforehand.</summary>
    /// <exception cref="CaseRuleException"><c>match-not-met</c>: they did not meet yet.</exception>
    /// <inheritdoc cref="Accept"/>
    public void Pair(Guid by, DateTimeOffset at)
    {
        RefuseIfEnded();
        if (!HasMetOn(LegalTime.DateOf(at))) throw new CaseRuleException("match-not-met");
        End(MatchProposalStatus.Paired, null, by, at);
    }

    /// <summary>Who coordinates takes it back.</summary>
    /// <param name="seen">As they saw it; null whatever it is.</param>
    /// <inheritdoc cref="Accept"/>
    public void Withdraw(string reason, MatchProposalStatus? seen, Guid by, Guid volunteer, DateTimeOffset at)
    {
        RefuseIfEnded();
        if (seen is { } expected && Status != expected) throw new ConcurrencyConflictException(nameof(MatchProposal), Id, volunteer);
        End(MatchProposalStatus.Withdrawn, reason, by, at);
    }

    /// <summary>It counts no more, without anybody's doing.</summary>
    public void Lapse(MatchLapse why, DateTimeOffset at) => (Status, LapsedBy, EndedAt) = (MatchProposalStatus.Lapsed, why, at);

    /// <summary>Whether the first meeting was, or is today.</summary>
    public bool HasMetOn(DateOnly today) => Status == MatchProposalStatus.Accepted && MeetsOn <= today;

    private void End(MatchProposalStatus status, string? reason, Guid by, DateTimeOffset at)
    {
        RefuseIfEnded();
        (Status, Reason, EndedById, EndedAt) = (status, reason, by, at);
    }

    private void RefuseIfEnded()
    {
        if (!IsOpen) throw new ConcurrencyConflictException(nameof(MatchProposal), Id, EndedById);
    }

    private void RefuseUnless(MatchProposalStatus status, Guid by)
    {
        RefuseIfEnded();
        if (Status != status) throw new ConcurrencyConflictException(nameof(MatchProposal), Id, by);
    }
}

public enum MatchProposalStatus
{
    /// <summary>Waits for the volunteer.</summary>
    Asked,

    /// <summary>The volunteer said yes; the two are to meet.</summary>
    Accepted,
    Declined,
    ClientDeclined,
    Withdrawn,

    /// <summary>See <see cref="MatchLapse"/>.</summary>
    Lapsed,
    Paired,
}

/// <summary>Why a proposal ended by itself.</summary>
public enum MatchLapse
{
    /// <summary>Its step ended otherwise: the case was closed or stopped, or somebody else was paired.</summary>
    StepEnded,
    CasePaused,

    /// <summary>The volunteer is not active any more, has no valid declaration of conduct, or no room.</summary>
    VolunteerUnavailable,

    /// <summary>The client took back what a volunteer may know beforehand.</summary>
    ProfileTakenBack,
}

internal sealed class MatchProposalConfiguration : IEntityTypeConfiguration<MatchProposal>
{
    public void Configure(EntityTypeBuilder<MatchProposal> builder)
    {
        builder.Property(p => p.Motivation).HasMaxLength(MatchProposal.MaxWords);
        builder.Property(p => p.Reason).HasMaxLength(MatchProposal.MaxWords);
        builder.Property(p => p.MeetsPlace).HasMaxLength(Volunteer.MaxLine);
        // The hourly look raises no version that a volunteer's change of their own waits for: the second of two finds it changed.
        builder.Property(p => p.Status).IsConcurrencyToken();
        builder.HasOne(p => p.Case).WithMany().HasForeignKey(p => p.CaseId);
        builder.HasOne(p => p.Volunteer).WithMany().HasForeignKey(p => p.VolunteerId);
        builder.Ignore(p => p.IsOpen);
        builder.HasIndex(p => p.CaseId);
        builder.HasIndex(p => new { p.VolunteerId, p.Status });
    }
}
