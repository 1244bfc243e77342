using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

/// <summary>Calls off what was not answered yet of several. What was answered stays so.</summary>
/// <exception cref="NotFoundException">No such one, or another's.</exception>
/// <exception cref="CaseRuleException"><c>escalations-stopped</c>.</exception>
public sealed record StopEscalationBatchCommand(Guid BatchId) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<EscalationBatch>(BatchId);
}

internal sealed class StopEscalationBatchHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<StopEscalationBatchCommand, Guid>
{
    public async Task<Guid> Handle(StopEscalationBatchCommand command, CancellationToken cancellationToken)
    {
        var batch = await db.EscalationBatches.OwnAsync(command.BatchId, actor, cancellationToken);
        batch.Stop(time.GetUtcNow());
        await db.CallOffAnswersAsync(batch.Id, cancellationToken);
        return batch.Id;
    }
}
