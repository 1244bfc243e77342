using AutoMapper;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Volunteers;

/// <summary>The volunteers of the own projects, those who are free first.</summary>
/// <param name="OnlyFree">Only who can be paired today.</param>
public sealed record ListVolunteersQuery(bool OnlyFree = false) : IClientQuery<ListVolunteersResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Volunteer>();
}

/// <param name="FreeCount">How many can be paired today, whatever is shown.</param>
/// <param name="ExpiringCount">How many have a declaration of conduct that ends soon or has ended, while active.</param>
public sealed record ListVolunteersResult(IReadOnlyList<ListedVolunteer> Items, int Total, int FreeCount, int ExpiringCount);

public sealed record ListedVolunteer(
    Guid Id, string Name, string Place, string? Availability, string? Expertise, bool IsActive, int Caseload, int Capacity, DateOnly? ConductDeclarationUntil)
{
    public required string Project { get; init; }

    public required DeclarationState Declaration { get; init; }

    public required bool IsFree { get; init; }

    /// <summary>The open cases they stand beside.</summary>
    public required IReadOnlyList<PairedCase> Cases { get; init; }
}

public sealed record PairedCase(Guid Id, int Number);

public enum DeclarationState
{
    Valid,

    /// <summary>Ends within 60 days.</summary>
    EndsSoon,
    Missing,
    Expired,
}

internal sealed class ListVolunteersMapping : Profile
{
    public ListVolunteersMapping()
    {
        CreateMap<VolunteerLoad, ListedVolunteer>()
            .ForCtorParam(nameof(ListedVolunteer.Id), id => id.MapFrom(l => l.Volunteer.Id.Value))
            .ForCtorParam(nameof(ListedVolunteer.Name), name => name.MapFrom(l => l.Volunteer.FullName))
            .ForCtorParam(nameof(ListedVolunteer.Place), place => place.MapFrom(l => l.Volunteer.Place))
            .ForCtorParam(nameof(ListedVolunteer.Availability), words => words.MapFrom(l => l.Volunteer.Availability))
            .ForCtorParam(nameof(ListedVolunteer.Expertise), words => words.MapFrom(l => l.Volunteer.Expertise))
            .ForCtorParam(nameof(ListedVolunteer.IsActive), active => active.MapFrom(l => l.Volunteer.IsActive))
            .ForCtorParam(nameof(ListedVolunteer.Capacity), clients => clients.MapFrom(l => l.Volunteer.Capacity))
            .ForCtorParam(nameof(ListedVolunteer.ConductDeclarationUntil), day => day.MapFrom(l => l.Volunteer.ConductDeclarationUntil))
            .ForMember(v => v.Project, later => later.Ignore())
            .ForMember(v => v.Declaration, later => later.Ignore())
            .ForMember(v => v.IsFree, later => later.Ignore())
            .ForMember(v => v.Cases, later => later.Ignore());
    }
}

internal sealed class ListVolunteersHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, IMapper mapper, TimeProvider time) : IRequestHandler<ListVolunteersQuery, ListVolunteersResult>
{
    private const int DaysOfWarning = 60;

    public async Task<ListVolunteersResult> Handle(ListVolunteersQuery query, CancellationToken cancellationToken)
    {
        var today = time.Today();
        var visible = db.Volunteers.AsNoTracking().VisibleTo(db, actor);
        var loads = await visible.WithLoad(db).ToListAsync(cancellationToken);
        var projects = await db.Projects.ToDictionaryAsync(p => p.Id, p => p.Name, cancellationToken);
        var pairings = await db.VolunteerAssignments.Where(a => a.Until == null)
            .Join(db.Cases.VisibleTo(actor).Where(c => c.ClosedAt == null), a => a.CaseId, c => c.Id, (a, c) => new { a.VolunteerId, c.Id, c.Number })
            .ToListAsync(cancellationToken);
        var casesOf = pairings.ToLookup(p => p.VolunteerId, p => new PairedCase(p.Id.Value, p.Number));

        var all = loads.ConvertAll(load => Listed(load, projects[load.Volunteer.ProjectId], [.. casesOf[load.Volunteer.Id].OrderBy(c => c.Number)], today));
        List<ListedVolunteer> shown = [.. all.Where(v => v.IsFree || !query.OnlyFree).OrderByDescending(v => v.IsFree).ThenByDescending(v => v.IsActive)];
        await reads.RecordListAsync(actor, nameof(ListVolunteersQuery), null, nameof(Volunteer), shown.ConvertAll(v => v.Id), cancellationToken);
        return new ListVolunteersResult(
            shown,
            all.Count,
            all.Count(v => v.IsFree),
            all.Count(v => v.IsActive && v.Declaration != DeclarationState.Valid));
    }

    private ListedVolunteer Listed(VolunteerLoad load, string project, IReadOnlyList<PairedCase> cases, DateOnly today)
    {
        var volunteer = load.Volunteer;
        return mapper.Map<ListedVolunteer>(load) with
        {
            Project = project,
            Declaration = StateOf(volunteer.ConductDeclarationUntil, today),
            IsFree = !load.ObstaclesOn(today).Any(),
            Cases = cases,
        };
    }

    private static DeclarationState StateOf(DateOnly? until, DateOnly today) => until switch
    {
        null => DeclarationState.Missing,
        { } day when day < today => DeclarationState.Expired,
        { } day when day <= today.AddDays(DaysOfWarning) => DeclarationState.EndsSoon,
        _ => DeclarationState.Valid,
    };
}
