using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>Leaves a task to anybody of the role again: who works on it gives it back, or who says who does it takes it back and they are told.</summary>
/// <param name="HolderId">Who works on it as far as the actor knows; null whoever does.</param>
/// <exception cref="NotFoundException">No such task, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>role-may-not</c>: another works on it; <see cref="HumanTask.WhyNotAssigned"/>: it goes with the case.</exception>
/// <exception cref="ConcurrencyConflictException">Meanwhile somebody else works on it, or it was done.</exception>
public sealed record ReleaseHumanTaskCommand(HumanTaskId TaskId, Guid? HolderId = null) : ICommand<HumanTaskId>, IConcernsCase
{
    public CaseKey Case => CaseKey.ToAssign(TaskId);
}

internal sealed class ReleaseHumanTaskHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<ReleaseHumanTaskCommand, HumanTaskId>
{
    public async Task<HumanTaskId> Handle(ReleaseHumanTaskCommand command, CancellationToken cancellationToken)
    {
        var assigns = actor.Role is AccountRole.Coordinator or AccountRole.Manager;
        var task = await (assigns ? db.HumanTasks.AssignedBy(actor) : db.HumanTasks.VisibleTo(actor)).GetAsync(command.TaskId, cancellationToken);
        if (task.AssigneeId != actor.AccountId)
        {
            actor.RefuseUnless(AccountRole.Coordinator, AccountRole.Manager);
            if (task.WhyNotAssigned is { } refusal) throw new CaseRuleException(refusal);
        }

        var before = task.AssigneeId;
        task.Release(command.HolderId);
        db.TellOfAssignment(task, before, actor, time.GetUtcNow());
        return task.Id;
    }
}
