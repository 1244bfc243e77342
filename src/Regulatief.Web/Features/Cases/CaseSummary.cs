using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Cases;

/// <summary>A case in short, for another system that acts for one of its people.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record CaseSummaryQuery(CaseId CaseId) : IClientQuery<CaseSummary>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="ClientName">As far as this actor may know it.</param>
/// <param name="Goals">Null where no agreement in force passes the goals to this actor.</param>
/// <param name="Tasks">The actor's own.</param>
public sealed record CaseSummary(
    CaseId Id, int Number, string ClientName, string Project, CasePhase Phase, int Round, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, DateTimeOffset? PausedAt,
    ContactRoute ContactRoute, string Professional, string? Volunteer, IReadOnlyList<SummaryGoal>? Goals, IReadOnlyList<SummaryTask> Tasks, DateOnly? NextMeetingOn);

public sealed record SummaryGoal(GoalId Id, string Text, GoalKind Kind, LifeDomain LifeDomain, bool HasEnded);

public sealed record SummaryTask(HumanTaskId Id, HumanTaskKind Kind, string Title, DateOnly DueOn);

internal sealed class CaseSummaryMapping : Profile
{
    public CaseSummaryMapping()
    {
        CreateMap<HumanTask, SummaryTask>();
        CreateMap<Goal, SummaryGoal>().ForCtorParam(nameof(SummaryGoal.HasEnded), ended => ended.MapFrom(g => g.EndedAt != null));
    }
}

internal sealed class CaseSummaryHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, IMapper mapper, TimeProvider time) : IRequestHandler<CaseSummaryQuery, CaseSummary>
{
    public async Task<CaseSummary> Handle(CaseSummaryQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.Cases.VisibleTo(actor).ForChange(query.CaseId).Include(c => c.Project).AsNoTracking().GetAsync(query.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(CaseSummaryQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);

        var professional = await db.Accounts.Where(a => a.Id == @case.ProfessionalId).Select(a => a.DisplayName).SingleAsync(cancellationToken);
        var tasks = await db.HumanTasks.VisibleTo(actor).Open().Where(t => t.CaseId == @case.Id).OrderBy(t => t.DueOn)
            .ProjectTo<SummaryTask>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);
        var today = time.Today();
        var meeting = await db.Meetings.Ahead(today).Where(m => m.CaseId == @case.Id).MinAsync(m => (DateOnly?)m.PlannedOn, cancellationToken)
            ?? (@case.NextMeetingOn >= today ? @case.NextMeetingOn : null);
        var readsGoals = await db.MayReadGoalsAsync(actor, @case, today, cancellationToken);
        return new CaseSummary(
            @case.Id, @case.Number, @case.Client.NameFor(actor.Role), @case.Project.Name, @case.Phase, @case.Round, @case.OpenedAt, @case.ClosedAt, @case.PausedAt,
            @case.ContactRoute, professional, @case.CurrentAssignment?.Volunteer.NameFor(actor.Role),
            readsGoals ? mapper.Map<List<SummaryGoal>>(@case.Goals) : null,
            tasks, meeting);
    }
}
