using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>The open tasks that one may see, the first due first.</summary>
/// <param name="Mine">Without those of colleagues that one covers for, and those of a shared list that one did not take.</param>
public sealed record ListTasksQuery(bool Mine = false, bool Overdue = false, Page Page = default) : IClientQuery<ListTasksResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Case>();
}

public sealed record ListTasksResult(IReadOnlyList<ListedTask> Items, int Page, int PageSize, int Total);

public sealed record ListedTask(
    Guid Id, HumanTaskKind Kind, string Title, AccountRole Role, DateOnly DueOn, bool IsOverdue, bool IsPaused, Guid? AssigneeId, Guid CaseId, int CaseNumber);

internal sealed class ListTasksMapping : Profile
{
    public ListTasksMapping()
    {
        var today = default(DateOnly); // each query says which day it is
        CreateMap<HumanTask, ListedTask>()
            .ForCtorParam(nameof(ListedTask.Id), id => id.MapFrom(t => t.Id.Value))
            .ForCtorParam(nameof(ListedTask.IsOverdue), late => late.MapFrom(t => t.DueOn < today && t.Case.PausedAt == null))
            .ForCtorParam(nameof(ListedTask.IsPaused), paused => paused.MapFrom(t => t.Case.PausedAt != null))
            .ForCtorParam(nameof(ListedTask.CaseId), id => id.MapFrom(t => t.CaseId.Value));
    }
}

internal sealed class ListTasksHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, IMapper mapper, TimeProvider time) : IRequestHandler<ListTasksQuery, ListTasksResult>
{
    private const int PageSize = 50;

    public async Task<ListTasksResult> Handle(ListTasksQuery query, CancellationToken cancellationToken)
    {
        var today = time.Today();
        var tasks = db.HumanTasks.VisibleTo(actor);
        tasks = query.Overdue ? tasks.OverdueOn(today) : tasks.Open();
        if (query.Mine) tasks = Own(tasks);

        var total = await tasks.CountAsync(cancellationToken);
        var page = query.Page.Of(total, PageSize);
        var items = await tasks.OrderBy(t => t.DueOn).ThenBy(t => t.Id).On(page).ProjectTo<ListedTask>(mapper.ConfigurationProvider, new { today }).ToListAsync(cancellationToken);
        // By their cases: that there is a task about a signal the row does not tell.
        await reads.RecordListAsync(actor, nameof(ListTasksQuery), null, nameof(Case), [.. items.Select(t => t.CaseId).Distinct()], cancellationToken);
        return new ListTasksResult(items, page.Number, page.Size, total);
    }

    private IQueryable<HumanTask> Own(IQueryable<HumanTask> tasks) => actor.Role switch
    {
        AccountRole.Volunteer or AccountRole.Client => tasks,
        AccountRole.ProbationOfficer => tasks.Where(t => t.AssigneeId == actor.AccountId || (t.AssigneeId == null && t.Case.ProfessionalId == actor.AccountId)),
        _ => tasks.Where(t => t.AssigneeId == actor.AccountId),
    };
}
