using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>Gives a task to a colleague of the role whose work it is, who can see it; the one who gets it and the one who loses it are told.</summary>
/// <param name="HolderId">Who works on it as far as the actor knows; null for nobody.</param>
/// <exception cref="NotFoundException">No such task, or not theirs to give.</exception>
/// <exception cref="ValidationException"><c>no-such-choice</c>: nobody of the role; <c>task-not-for-them</c>: they may not know of it.</exception>
/// <exception cref="CaseRuleException">It belongs to one person: <see cref="HumanTask.WhyNotAssigned"/>.</exception>
/// <exception cref="ConcurrencyConflictException">Meanwhile somebody else works on it, or it was done.</exception>
public sealed record AssignHumanTaskCommand(HumanTaskId TaskId, Guid? AssigneeId, Guid? HolderId) : ICommand<HumanTaskId>, IConcernsCase
{
    public CaseKey Case => CaseKey.ToAssign(TaskId);
}

internal sealed class AssignHumanTaskValidator : AbstractValidator<AssignHumanTaskCommand>
{
    public AssignHumanTaskValidator() => RuleFor(c => c.AssigneeId).NotNull();
}

internal sealed class AssignHumanTaskHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<AssignHumanTaskCommand, HumanTaskId>
{
    public async Task<HumanTaskId> Handle(AssignHumanTaskCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator, AccountRole.Manager);
        var (assignee, now) = (command.AssigneeId!.Value, time.GetUtcNow());
        var task = await db.HumanTasks.AssignedBy(actor).Include(t => t.Case).GetAsync(command.TaskId, cancellationToken);
        var before = task.AssigneeId;
        task.Assign(assignee, command.HolderId);

        if (!await db.Accounts.Active(task.Role).AnyAsync(a => a.Id == assignee, cancellationToken)) throw Refused("no-such-choice");
        var able = await db.AssignableAsync(task, task.Case.ProjectId, now, cancellationToken);
        if (!able.Any(a => a.AccountId == assignee)) throw Refused("task-not-for-them");

        db.TellOfAssignment(task, before, actor, now);
        trail.About(AuditSubject.Of(command.Case));
        trail.About(AuditSubject.Of<Account>(task.CaseId, assignee));
        return task.Id;
    }

    private static ValidationException Refused(string code) => new([new ValidationFailure(nameof(AssignHumanTaskCommand.AssigneeId), "") { ErrorCode = code }]);
}
