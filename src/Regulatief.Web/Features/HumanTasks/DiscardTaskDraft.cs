using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>Throws the own draft of a task away. Nothing happens when there is none.</summary>
/// <exception cref="NotFoundException">No such task, or not theirs.</exception>
public sealed record DiscardTaskDraftCommand(HumanTaskId TaskId) : ICommand<HumanTaskId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(TaskId);
}

internal sealed class DiscardTaskDraftHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<DiscardTaskDraftCommand, HumanTaskId>
{
    public async Task<HumanTaskId> Handle(DiscardTaskDraftCommand command, CancellationToken cancellationToken)
    {
        var task = await db.HumanTasks.VisibleTo(actor).GetAsync(command.TaskId, cancellationToken);
        db.TaskDrafts.RemoveRange(await db.TaskDrafts.Of(task.Id, actor).ToListAsync(cancellationToken));
        return task.Id;
    }
}
