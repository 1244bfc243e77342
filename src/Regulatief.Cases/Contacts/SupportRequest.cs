using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Contacts;

/// <summary>That a volunteer asks who coordinates them for support (ondersteuning). About the volunteer: it belongs to no case and says nothing of a client, so that no client's file holds it.</summary>
public sealed class SupportRequest
{
    public const int MaxWords = 1000;

    /// <summary>Counted from the answer: long enough to come back to it.</summary>
    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(365);

    /// <summary>When the answer is late, all who coordinate and manage hear of it.</summary>
    private static readonly Term Term = new(2);

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required VolunteerId VolunteerId { get; init; }

    public Volunteer Volunteer { get; init; } = null!;

    public required string Words { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The last day for an answer, inclusive.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>When it was told that nobody answered in time; null while it was not.</summary>
    public DateTimeOffset? ToldLateAt { get; set; }

    /// <summary>What the two agreed, as the volunteer reads it back; null while nobody answered.</summary>
    public string? Answer { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public Guid? AnsweredById { get; private set; }

    public bool Waits => AnsweredAt is null;

    public static SupportRequest Of(VolunteerId volunteer, string words, WorkingCalendar calendar, DateTimeOffset at) =>
        new() { VolunteerId = volunteer, Words = words, AskedAt = at, DueOn = calendar.Add(LegalTime.DateOf(at), Term.WorkingDays) };

    /// <exception cref="ConcurrencyConflictException">A colleague answered first; the exception names them.</exception>
    public void Respond(string answer, Guid by, DateTimeOffset at)
    {
        if (!Waits) throw new ConcurrencyConflictException(nameof(SupportRequest), Id, AnsweredById);
        (Answer, AnsweredById, AnsweredAt) = (answer, by, at);
    }
}

internal sealed class SupportRequestConfiguration : IEntityTypeConfiguration<SupportRequest>
{
    public void Configure(EntityTypeBuilder<SupportRequest> builder)
    {
        builder.Property(r => r.Words).HasMaxLength(SupportRequest.MaxWords);
        builder.Property(r => r.Answer).HasMaxLength(SupportRequest.MaxWords);
        // Answered by two at once: the second is told.
        builder.Property(r => r.AnsweredAt).IsConcurrencyToken();
        builder.HasOne(r => r.Volunteer).WithMany().HasForeignKey(r => r.VolunteerId);
        builder.Ignore(r => r.Waits);
        builder.HasIndex(r => r.AnsweredAt);
    }
}

public static class SupportRequestQueries
{
    /// <summary>A volunteer's own, and for a coordinator those of the volunteers of the own projects.</summary>
    public static IQueryable<SupportRequest> VisibleTo(this IQueryable<SupportRequest> requests, RegulatiefDbContext db, Actor actor)
    {
        var volunteers = db.Volunteers.VisibleTo(db, actor);
        return requests.Where(r => volunteers.Any(v => v.Id == r.VolunteerId));
    }

    /// <summary>Tells those of these roles: of coordinators the ones of the volunteer's project.</summary>
    public static async Task TellOfSupportAsync(
        this RegulatiefDbContext db, ProjectId project, SupportRequest request, NoticeKind kind, IReadOnlyList<AccountRole> roles, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var role in roles)
        {
            var people = await (role == AccountRole.Coordinator ? db.ActiveCoordinatorsOf(project) : db.Accounts.Active(role).Select(a => a.Id)).ToListAsync(cancellationToken);
            db.Notices.AddRange(people.Select(id => new Notice { AccountId = id, Role = role, Kind = kind, SubjectId = request.Id, At = at }));
        }
    }

    public static IQueryable<SupportRequest> Waiting(this IQueryable<SupportRequest> requests) => requests.Where(r => r.AnsweredAt == null);
}
