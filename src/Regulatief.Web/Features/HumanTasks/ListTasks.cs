using FluentValidation;
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
/// <param name="Page">Counted from 1.</param>
public sealed record ListTasksQuery(bool Mine = false, bool Overdue = false, int Page = 1) : IClientQuery<ListTasksResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Case>();
}

public sealed record ListTasksResult(IReadOnlyList<ListedTask> Items, int Page, int PageSize, int Total);

public sealed record ListedTask(
    Guid Id, HumanTaskKind Kind, string Title, AccountRole Role, DateOnly DueOn, bool IsOverdue, bool IsPaused, Guid? AssigneeId, Guid CaseId, int CaseNumber);

internal sealed class ListTasksValidator : AbstractValidator<ListTasksQuery>
{
    public ListTasksValidator() => RuleFor(q => q.Page).InclusiveBetween(1, 1_000_000);
}

internal sealed class ListTasksHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<ListTasksQuery, ListTasksResult>
{
    private const int PageSize = 50;

    public async Task<ListTasksResult> Handle(ListTasksQuery query, CancellationToken cancellationToken)
    {
        var today = time.Today();
        var tasks = db.HumanTasks.VisibleTo(actor);
        tasks = query.Overdue ? tasks.OverdueOn(today) : tasks.Open();
        if (query.Mine) tasks = Own(tasks);

        var items = await tasks.OrderBy(t => t.DueOn).ThenBy(t => t.Id).Skip((query.Page - 1) * PageSize).Take(PageSize)
            .Select(t => new ListedTask(
                t.Id.Value, t.Kind, t.Title, t.Role, t.DueOn, t.DueOn < today && t.Case.PausedAt == null, t.Case.PausedAt != null, t.AssigneeId, t.CaseId.Value, t.Case.Number))
            .ToListAsync(cancellationToken);
        // By their cases: that there is a task about a signal the row does not tell.
        await reads.RecordListAsync(actor, nameof(ListTasksQuery), null, nameof(Case), [.. items.Select(t => t.CaseId).Distinct()], cancellationToken);
        return new ListTasksResult(items, query.Page, PageSize, await tasks.CountAsync(cancellationToken));
    }

    private IQueryable<HumanTask> Own(IQueryable<HumanTask> tasks) => actor.Role switch
    {
        AccountRole.Volunteer or AccountRole.Client => tasks,
        AccountRole.ProbationOfficer => tasks.Where(t => t.AssigneeId == actor.AccountId || (t.AssigneeId == null && t.Case.ProfessionalId == actor.AccountId)),
        _ => tasks.Where(t => t.AssigneeId == actor.AccountId),
    };
}
