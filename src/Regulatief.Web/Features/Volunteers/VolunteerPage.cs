using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Volunteers;

/// <summary>What is known of a volunteer of the own projects.</summary>
/// <exception cref="NotFoundException">No such volunteer, or not of the own projects.</exception>
public sealed record VolunteerPageQuery(Guid VolunteerId) : IClientQuery<VolunteerPage>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Volunteer>(VolunteerId);
}

/// <param name="Known">As the form begins.</param>
/// <param name="Email">Of the account; null when they gave none.</param>
/// <param name="Cases">The open cases they stand beside, of those that the reader sees.</param>
public sealed record VolunteerPage(
    Guid Id, string Name, string Project, string? Email, SaveVolunteerCommand Known, IReadOnlyList<PairedCase> Cases);

internal sealed class VolunteerPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<VolunteerPageQuery, VolunteerPage>
{
    public async Task<VolunteerPage> Handle(VolunteerPageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator);
        var volunteer = await db.Volunteers.VisibleTo(db, actor).AsNoTracking().GetAsync(VolunteerId.From(query.VolunteerId), cancellationToken);
        await reads.RecordListAsync(actor, nameof(VolunteerPageQuery), null, nameof(Volunteer), [volunteer.Id.Value], cancellationToken);
        var account = await db.Accounts.Where(a => a.Id == volunteer.AccountId).AsNoTracking().SingleAsync(cancellationToken);
        var project = await db.Projects.Where(p => p.Id == volunteer.ProjectId).Select(p => p.Name).SingleAsync(cancellationToken);
        var cases = await db.Cases.VisibleTo(actor).Where(c => c.ClosedAt == null && c.Assignments.Any(a => a.VolunteerId == volunteer.Id && a.Until == null))
            .OrderBy(c => c.Number).Select(c => new PairedCase(c.Id.Value, c.Number)).ToListAsync(cancellationToken);
        return new VolunteerPage(volunteer.Id.Value, volunteer.NameFor(actor.Role), project, account.Email, KnownOf(volunteer, account), cases);
    }

    private static SaveVolunteerCommand KnownOf(Volunteer volunteer, Account account) => new()
    {
        VolunteerId = volunteer.Id.Value,
        Phone = account.PhoneNumber,
        Prefers = account.PreferredContact,
        Place = volunteer.Place,
        TravelsKilometres = volunteer.TravelsKilometres,
        AvailableOn = volunteer.AvailableOn,
        Availability = volunteer.Availability,
        Languages = volunteer.Languages,
        Expertise = volunteer.Expertise,
        Wishes = volunteer.Wishes,
        Training = volunteer.Training,
        Capacity = volunteer.Capacity,
        ConductDeclarationNumber = volunteer.ConductDeclarationNumber,
        ConductDeclarationUntil = volunteer.ConductDeclarationUntil,
        IsActive = volunteer.IsActive,
    };
}
