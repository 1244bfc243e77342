using AutoMapper;
using AutoMapper.QueryableExtensions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>The open tasks that one may see, the first due first.</summary>
/// <param name="Mine">Without those of colleagues that one covers for, and those of a shared list that one did not take.</param>
/// <param name="Page">Counted from 1.</param>
public sealed record ListTasksQuery(bool Mine = false, bool Overdue = false, int Page = 1) : IRequest<ListTasksResult>;

public sealed record ListTasksResult(IReadOnlyList<ListedTask> Items, int Page, int PageSize, int Total);

public sealed record ListedTask(
    Guid Id, HumanTaskKind Kind, string Title, AccountRole Role, DateOnly DueOn, bool IsOverdue, bool IsPaused, Guid? AssigneeId, Guid CaseId, int CaseNumber);

internal sealed class ListTasksValidator : AbstractValidator<ListTasksQuery>
{
    public ListTasksValidator() => RuleFor(q => q.Page).InclusiveBetween(1, 1_000_000);
}

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

internal sealed class ListTasksHandler(RegulatiefDbContext db, Actor actor, IMapper mapper, TimeProvider time) : IRequestHandler<ListTasksQuery, ListTasksResult>
{
    private const int PageSize = 50;

    public async Task<ListTasksResult> Handle(ListTasksQuery query, CancellationToken cancellationToken)
    {
        var today = time.Today();
        var tasks = db.HumanTasks.VisibleTo(actor);
        tasks = query.Overdue ? tasks.OverdueOn(today) : tasks.Open();
        if (query.Mine) tasks = Own(tasks);

        var items = await tasks.OrderBy(t => t.DueOn).ThenBy(t => t.Id).Skip((query.Page - 1) * PageSize).Take(PageSize)
            .ProjectTo<ListedTask>(mapper.ConfigurationProvider, new { today }).ToListAsync(cancellationToken);
        return new ListTasksResult(items, query.Page, PageSize, await tasks.CountAsync(cancellationToken));
    }

    private IQueryable<HumanTask> Own(IQueryable<HumanTask> tasks) => actor.Role switch
    {
        AccountRole.Volunteer or AccountRole.Client => tasks,
        AccountRole.ProbationOfficer => tasks.Where(t => t.AssigneeId == actor.AccountId || (t.AssigneeId == null && t.Case.ProfessionalId == actor.AccountId)),
        _ => tasks.Where(t => t.AssigneeId == actor.AccountId),
    };
}
