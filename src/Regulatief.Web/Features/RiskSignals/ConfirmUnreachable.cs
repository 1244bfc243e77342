using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>The coordinator confirms that the volunteer could not reach the client: the answer, by API, to the question in their task.</summary>
/// <exception cref="NotFoundException">They were not asked; whether there is a signal is not told.</exception>
public sealed record ConfirmUnreachableCommand(RiskSignalId SignalId) : ICommand<RiskSignalId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(SignalId);
}

internal sealed class ConfirmUnreachableHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time)
    : IRequestHandler<ConfirmUnreachableCommand, RiskSignalId>
{
    public async Task<RiskSignalId> Handle(ConfirmUnreachableCommand command, CancellationToken cancellationToken)
    {
        var question = await db.HumanTasks.VisibleTo(actor).OpenAboutReaching(command.SignalId).SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException(nameof(RiskSignal), command.SignalId);
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);

        var scope = new TaskFormScope(db, workflows, question, @case, actor, time.GetUtcNow());
        var outcome = await new ClientUnreachableForm().ApplyAsync(
            scope, TaskForm.Write(new ClientUnreachableAnswers { IsConfirmed = true }), cancellationToken);
        await workflows.CompleteTaskAsync(question, @case, outcome, actor.AccountId, null, cancellationToken);
        return command.SignalId;
    }
}
