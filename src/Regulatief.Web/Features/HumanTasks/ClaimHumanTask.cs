using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>Says that one works on a task, so that a colleague of the same role leaves it.</summary>
/// <exception cref="ConcurrencyConflictException">Somebody else took it, or it was done.</exception>
public sealed record ClaimHumanTaskCommand(HumanTaskId TaskId) : ICommand<HumanTaskId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(TaskId);
}

internal sealed class ClaimHumanTaskHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<ClaimHumanTaskCommand, HumanTaskId>
{
    public async Task<HumanTaskId> Handle(ClaimHumanTaskCommand command, CancellationToken cancellationToken)
    {
        var task = await db.HumanTasks.VisibleTo(actor).GetAsync(command.TaskId, cancellationToken);
        task.Claim(actor.AccountId);
        return task.Id;
    }
}
