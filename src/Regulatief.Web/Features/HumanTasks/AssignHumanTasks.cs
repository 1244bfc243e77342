using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>Gives several tasks to one colleague, each judged by itself: one that they cannot be given keeps no other back.</summary>
/// <param name="HolderId">Who works on all of them as far as the actor knows; null for nobody.</param>
/// <exception cref="ValidationException">The colleague is nobody of the role, or no task is named: nothing is given.</exception>
public sealed record AssignHumanTasksCommand(Guid? AssigneeId, Guid? HolderId, IReadOnlyList<HumanTaskId>? Tasks) : ICommand<AssignHumanTasksResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<HumanTask>();
}

public sealed record AssignHumanTasksResult(IReadOnlyList<HumanTaskId> Assigned, IReadOnlyList<NotAssignedTask> Refused);

/// <param name="Title">Null, as the number, of a task that is not theirs to give.</param>
/// <param name="Code">A key of the error texts.</param>
public sealed record NotAssignedTask(HumanTaskId TaskId, string? Title, int? CaseNumber, string Code);

internal sealed class AssignHumanTasksValidator : AbstractValidator<AssignHumanTasksCommand>
{
    public AssignHumanTasksValidator()
    {
        RuleFor(c => c.AssigneeId).NotNull();
        RuleFor(c => c.Tasks).NotEmpty().WithErrorCode("tasks-none-chosen");
        RuleFor(c => c.Tasks).Must(tasks => tasks!.Count <= HumanTask.MostAssigned).When(c => c.Tasks is not null).WithErrorCode("tasks-too-many");
    }
}

internal sealed class AssignHumanTasksHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<AssignHumanTasksCommand, AssignHumanTasksResult>
{
    public async Task<AssignHumanTasksResult> Handle(AssignHumanTasksCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator, AccountRole.Manager);
        var (ids, now) = (command.Tasks!.Distinct().ToList(), time.GetUtcNow());
        var cases = await db.HumanTasks.AssignedBy(actor).Where(t => ids.Contains(t.Id)).Select(t => t.CaseId).Distinct().ToListAsync(cancellationToken);
        await db.RaiseVersionsAsync(cases, cancellationToken);

        var assignee = await AssigneeAsync(command.AssigneeId!.Value, now, cancellationToken);
        var tasks = await db.HumanTasks.AssignedBy(actor).Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancellationToken);
        var visible = (await db.HumanTasks.VisibleTo(assignee).Where(t => ids.Contains(t.Id)).Select(t => t.Id).ToListAsync(cancellationToken)).ToHashSet();
        var numbers = await db.NumbersOfAsync(cases, cancellationToken);
        List<HumanTaskId> assigned = [];
        List<NotAssignedTask> refused = [];
        foreach (var id in ids)
        {
            var task = tasks.GetValueOrDefault(id);
            if (RefusalOf(task, command.HolderId, assignee, visible) is { } refusal)
            {
                trail.About(AuditSubject.Of(CaseKey.ToAssign(id)), refusal);
                refused.Add(new NotAssignedTask(id, task?.Title, task is null ? null : numbers[task.CaseId], refusal));
                continue;
            }

            var before = task!.AssigneeId;
            task.Assign(assignee.AccountId, command.HolderId);
            db.TellOfAssignment(task, before, actor, now);
            trail.About(AuditSubject.Of(CaseKey.ToAssign(id)));
            trail.About(AuditSubject.Of<Account>(task.CaseId, assignee.AccountId));
            assigned.Add(id);
        }

        return new AssignHumanTasksResult(assigned, refused);
    }

    private async Task<Actor> AssigneeAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Accounts.Active(AccountRole.Coordinator).AnyAsync(a => a.Id == id, cancellationToken)
            ? await db.ActorOfAsync(id, AccountRole.Coordinator, now, cancellationToken)
            : throw new ValidationException([new ValidationFailure(nameof(AssignHumanTasksCommand.AssigneeId), "") { ErrorCode = "no-such-choice" }]);

    private static string? RefusalOf(HumanTask? task, Guid? holder, Actor assignee, HashSet<HumanTaskId> visible) => task switch
    {
        null => "task-not-yours",
        { IsOpen: false } => "task-already-done",
        { WhyNotAssigned: { } refusal } => refusal,
        _ when task.AssigneeId != holder && task.AssigneeId != assignee.AccountId => "task-taken-meanwhile",
        _ => visible.Contains(task.Id) ? null : "task-not-for-them",
    };
}
