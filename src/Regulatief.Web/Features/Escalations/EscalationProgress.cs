using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

/// <summary>How far an answer to several escalations is, and which of them were refused.</summary>
/// <exception cref="NotFoundException">No such one, or another's.</exception>
public sealed record EscalationProgressQuery(Guid BatchId) : IClientQuery<EscalationProgress>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<EscalationBatch>(BatchId);
}

/// <param name="Refused">The first of them, as far as they are the reader's still.</param>
public sealed record EscalationProgress(
    Guid Id, EscalationAnswerKind Kind, DateTimeOffset AskedAt, DateOnly? Until, string? Assignee, IReadOnlyDictionary<EscalationBatchState, int> Counts, bool CanBeStopped, DateTimeOffset? CanBeTakenBackUntil,
    IReadOnlyList<RefusedEscalation> Refused)
{
    public int Total => Counts.Values.Sum();

    public int Waiting => Counts.GetValueOrDefault(EscalationBatchState.Waiting);

    public bool IsDone => Waiting == 0;
}

/// <param name="Code">A key of the error texts.</param>
public sealed record RefusedEscalation(Guid EscalationId, int CaseNumber, string? Title, AccountRole? Role, string Code);

internal sealed class EscalationProgressHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<EscalationProgressQuery, EscalationProgress>
{
    private const int MostShown = 50;

    public async Task<EscalationProgress> Handle(EscalationProgressQuery query, CancellationToken cancellationToken)
    {
        var batch = await db.EscalationBatches.AsNoTracking().OwnAsync(query.BatchId, actor, cancellationToken);
        var items = db.EscalationBatchItems.Where(i => i.BatchId == batch.Id);
        var counts = await items.GroupBy(i => i.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var refused = await items.Where(i => i.Refusal != null).Join(db.Escalations.VisibleTo(actor), i => i.EscalationId, e => e.Id, (i, e) => new { Escalation = e, Code = i.Refusal! })
            .OrderBy(r => r.Escalation.Case.Number).Take(MostShown)
            .Select(r => new
            {
                r.Escalation.Id, r.Escalation.Case.Number, r.Code, Role = r.Escalation.Task == null ? null : (AccountRole?)r.Escalation.Task.Role,
                Title = r.Escalation.Task == null || Regulatief.Cases.HumanTasks.HumanTaskQueries.Confidential.Contains(r.Escalation.Task.Kind) ? null : r.Escalation.Task.Title,
            }).ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(EscalationProgressQuery), null, nameof(Escalation), refused.ConvertAll(r => r.Id), cancellationToken);
        var assignee = batch.AssigneeId is { } id ? await db.Accounts.Where(a => a.Id == id).Select(a => a.DisplayName).SingleOrDefaultAsync(cancellationToken) : null;
        var (waits, hasAnswers) = (counts.GetValueOrDefault(EscalationBatchState.Waiting) > 0, counts.GetValueOrDefault(EscalationBatchState.Answered) > 0);
        return new EscalationProgress(
            batch.Id, batch.Kind, batch.AskedAt, batch.Until, assignee, counts, waits && batch.StoppedAt is null && batch.TakenBackAt is null,
            batch.TakenBackAt is null && time.GetUtcNow() <= batch.TakenBackUntil && (waits || hasAnswers) ? batch.TakenBackUntil : null,
            refused.ConvertAll(r => new RefusedEscalation(r.Id, r.Number, r.Title, r.Role, r.Code)));
    }
}

internal static class OwnBatches
{
    /// <summary>The one that this actor asked for, in the role in which they act.</summary>
    /// <exception cref="NotFoundException">No such one, or another's.</exception>
    public static async Task<EscalationBatch> OwnAsync(this IQueryable<EscalationBatch> batches, Guid id, Actor actor, CancellationToken cancellationToken) =>
        await batches.SingleOrDefaultAsync(b => b.Id == id && b.AskedById == actor.AccountId && b.AskedAs == actor.Role, cancellationToken) ?? throw new NotFoundException(nameof(EscalationBatch), id);
}
