using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

/// <summary>Takes back what was answered to several, within ten minutes: each by itself, unless something happened to it since.</summary>
/// <exception cref="NotFoundException">No such one, or another's.</exception>
/// <exception cref="CaseRuleException"><c>escalations-taken-back</c>; <c>escalations-too-late</c>.</exception>
public sealed record TakeBackEscalationBatchCommand(Guid BatchId) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<EscalationBatch>(BatchId);
}

internal sealed class TakeBackEscalationBatchHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<TakeBackEscalationBatchCommand, Guid>
{
    public async Task<Guid> Handle(TakeBackEscalationBatchCommand command, CancellationToken cancellationToken)
    {
        var batch = await db.EscalationBatches.OwnAsync(command.BatchId, actor, cancellationToken);
        batch.TakeBack(time.GetUtcNow());
        await db.CallOffAnswersAsync(batch.Id, cancellationToken);
        var answered = await db.EscalationBatchItems.AsNoTracking().Where(i => i.BatchId == batch.Id && i.State == EscalationBatchState.Answered).ToListAsync(cancellationToken);
        db.PromiseAnswersBack(answered, time.GetUtcNow());
        return batch.Id;
    }
}
