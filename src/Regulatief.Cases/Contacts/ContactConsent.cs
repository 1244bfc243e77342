using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.Contacts;

/// <summary>That a client agreed that their volunteer may know how to reach them (toestemming). Of this volunteer alone: with a successor it is asked anew.</summary>
/// <remarks>No category of an agreement says so: that the two see each other, and when, is not how to call somebody at home.</remarks>
public sealed class ContactConsent
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required VolunteerId VolunteerId { get; init; }

    /// <summary>When the client said yes.</summary>
    public required DateOnly GivenOn { get; init; }

    /// <summary>The professional who wrote it down.</summary>
    public required Guid RecordedById { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>From then on the volunteer sees it no more. Null while it lasts.</summary>
    public DateTimeOffset? TakenBackAt { get; private set; }

    /// <summary>The client, or the professional to whom they said so.</summary>
    public Guid? TakenBackById { get; private set; }

    public void TakeBack(Guid by, DateTimeOffset at) => (TakenBackAt, TakenBackById) = (at, by);
}

internal sealed class ContactConsentConfiguration : IEntityTypeConfiguration<ContactConsent>
{
    public void Configure(EntityTypeBuilder<ContactConsent> builder) => builder.HasIndex(c => c.CaseId);
}

public static class ContactConsentQueries
{
    /// <summary>What the client said yes to and did not take back, for the volunteer of this moment.</summary>
    /// <param name="case">With its assignments.</param>
    public static IQueryable<ContactConsent> LastingIn(this IQueryable<ContactConsent> consents, Case @case)
    {
        var volunteer = @case.CurrentAssignment?.VolunteerId;
        return consents.Where(c => c.CaseId == @case.Id && c.VolunteerId == volunteer && c.TakenBackAt == null);
    }

    /// <summary>Whether the volunteer of this moment may know how to reach the client.</summary>
    /// <param name="case">With its assignments.</param>
    public static Task<bool> MayVolunteerReachClientAsync(this RegulatiefDbContext db, Case @case, CancellationToken cancellationToken) =>
        db.ContactConsents.LastingIn(@case).AnyAsync(cancellationToken);
}
