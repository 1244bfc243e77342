using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;
using Counter = Regulatief.Web.Features.Shared.Display.Counter;

namespace Regulatief.Web.Features.MyWork;

/// <summary>What a coordinator has to do: what is late, who needs a volunteer, and who is free.</summary>
public sealed record CoordinatorWorkQuery : IClientQuery<CoordinatorWork>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Case>();
}

/// <param name="Free">Active volunteers with a valid declaration of conduct who have room.</param>
public sealed record CoordinatorWork(
    WorkTasks Tasks, IReadOnlyList<OpenEscalation> Escalations, IReadOnlyList<CaseWithoutVolunteer> WithoutVolunteer, IReadOnlyList<FreeVolunteer> Free,
    IReadOnlyList<WorkNotice> Notices, IReadOnlyList<Counter> Counters);

/// <param name="Title">Null when the cycle escalated by itself, or when it may not be told.</param>
public sealed record OpenEscalation(Guid Id, string? Title, AccountRole? Role, int CaseNumber, DateTimeOffset RaisedAt);

internal sealed class CoordinatorWorkMapping : Profile
{
    public CoordinatorWorkMapping() => CreateMap<Escalation, OpenEscalation>()
        .ForCtorParam(nameof(OpenEscalation.Title), title => title.MapFrom(EscalationQueries.ToldTitle))
        .ForCtorParam(nameof(OpenEscalation.Role), role => role.MapFrom(EscalationQueries.ToldRole));
}

public sealed record CaseWithoutVolunteer(CaseId Id, int Number, string ClientName, CasePhase Phase);

public sealed record FreeVolunteer(string Name, string Place, string? Availability, int Room);

internal sealed class CoordinatorWorkHandler(RegulatiefDbContext db, Actor actor, Texts texts, ReadAudit reads, IMapper mapper, TimeProvider time) : IRequestHandler<CoordinatorWorkQuery, CoordinatorWork>
{
    public async Task<CoordinatorWork> Handle(CoordinatorWorkQuery query, CancellationToken cancellationToken)
    {
        var parts = new WorkParts(db, actor, texts, reads, time);
        var tasks = await parts.TasksAsync(cancellationToken);
        var escalations = await db.Escalations.VisibleTo(actor).Open().OrderBy(e => e.RaisedAt)
            .ProjectTo<OpenEscalation>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);
        var without = await WithoutVolunteerAsync(cancellationToken);
        var free = await FreeAsync(cancellationToken);
        var notices = await parts.NoticesAsync(cancellationToken);
        parts.Shows(without.Select(c => c.Id));
        await parts.RecordAsync(nameof(CoordinatorWorkQuery), cancellationToken);
        await reads.RecordListAsync(actor, nameof(CoordinatorWorkQuery), null, nameof(Escalation), escalations.ConvertAll(e => e.Id), cancellationToken);
        return new CoordinatorWork(
            tasks, escalations, without, free, notices,
            [
                new(escalations.Count, texts["MyWork.Escalations"], "/escalaties", escalations.Count > 0 ? Tone.Danger : Tone.Neutral),
                new(tasks.Count, texts["MyWork.OwnTasks"], "#taken", tasks.Late.Count > 0 ? Tone.Warning : Tone.Neutral),
                new(without.Count, texts["MyWork.WithoutVolunteer"], "#zonder-vrijwilliger", without.Count > 0 ? Tone.Warning : Tone.Neutral),
                new(free.Count, texts["MyWork.FreeVolunteers"], "#vrij", Tone.Information),
            ]);
    }

    private async Task<IReadOnlyList<CaseWithoutVolunteer>> WithoutVolunteerAsync(CancellationToken cancellationToken)
    {
        var cases = await db.Cases.WorkedOnBy(actor)
            .Where(c => c.ClosedAt == null && c.Phase != CasePhase.Intake && c.Phase != CasePhase.InclusionCheck && c.Phase != CasePhase.Closure && c.Assignments.All(a => a.Until != null))
            .OrderBy(c => c.Number).Select(c => new { c.Id, c.Number, c.Client, c.Phase }).AsNoTracking().ToListAsync(cancellationToken);
        return cases.ConvertAll(c => new CaseWithoutVolunteer(c.Id, c.Number, c.Client.FullName, c.Phase));
    }

    private async Task<IReadOnlyList<FreeVolunteer>> FreeAsync(CancellationToken cancellationToken)
    {
        var today = time.Today();
        var volunteers = await db.Volunteers.VisibleTo(db, actor).WithLoad(db).AsNoTracking().ToListAsync(cancellationToken);
        return [.. volunteers.Where(v => !v.ObstaclesOn(today).Any()).Select(v => new FreeVolunteer(
            v.Volunteer.FullName, v.Volunteer.Place, v.Volunteer.Availability, v.Volunteer.Capacity - v.Caseload))];
    }
}
