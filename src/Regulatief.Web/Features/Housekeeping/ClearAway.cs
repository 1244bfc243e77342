using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Outbox;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Housekeeping;

/// <summary>Removes a batch of what was kept for a time only and whose time is over: searches, idempotency keys, sessions, personal tokens, forms, invitations and codes, mails and short messages, answered requests for support, answers to several escalations, notices that were read, own notes of volunteers who left, messages that were sent and answered.</summary>
public sealed record ClearAwayCommand : ICommand<ClearAwayResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.None;
}

/// <param name="MayBeMore">Whether of some kind a whole batch went.</param>
public sealed record ClearAwayResult(int Rows, bool MayBeMore);

internal sealed class ClearAwayHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<ClearAwayCommand, ClearAwayResult>
{
    private const int BatchSize = 500;

    public async Task<ClearAwayResult> Handle(ClearAwayCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (searched, carriedOut, read, sent) =
            (now - CaseSearch.RetainFor, now - IdempotencyRecord.RetainFor, now - Notice.RetainFor, now - OutboxMessage.RetainFor);
        var (held, ended, mailed) = (now - HeldForm.RetainFor, now - Session.RetainFor, now - Sending.RetainFor);
        var supported = now - SupportRequest.RetainFor;
        var answered = now - EscalationBatch.RetainFor;
        var lastDay = LegalTime.DateOf(ended);
        // Everything of a case under a legal hold is kept.
        var heldCases = db.LegalHolds.Lasting().Select(h => (CaseId?)h.CaseId);
        int[] cleared =
        [
            await ClearAsync(db.CaseSearches.Where(s => s.At < searched).OrderBy(s => s.At), cancellationToken),
            await ClearAsync(db.IdempotencyRecords.Where(r => r.At < carriedOut).OrderBy(r => r.At), cancellationToken),
            await ClearAsync(db.HeldForms.Where(f => f.At < held).OrderBy(f => f.At), cancellationToken),
            await ClearAsync(db.Sessions.Where(s => s.StartedAt < ended).OrderBy(s => s.StartedAt), cancellationToken),
            await ClearAsync(db.Invitations.Where(i => i.MadeAt < ended).OrderBy(i => i.MadeAt), cancellationToken),
            await ClearAsync(db.ClientCodes.Where(c => c.MadeAt < ended).OrderBy(c => c.MadeAt), cancellationToken),
            await ClearAsync(db.Mails.Where(m => m.PromisedAt < mailed).OrderBy(m => m.PromisedAt), cancellationToken),
            await ClearAsync(db.ShortMessages.Where(m => m.PromisedAt < mailed).OrderBy(m => m.PromisedAt), cancellationToken),
            await ClearAsync(db.SupportRequests.Where(r => r.AnsweredAt < supported).OrderBy(r => r.AnsweredAt), cancellationToken),
            await ClearAsync(db.EscalationBatchItems.Where(i => !db.EscalationBatches.Any(b => b.Id == i.BatchId && b.AskedAt >= answered)).OrderBy(i => i.Id), cancellationToken),
            await ClearAsync(db.EscalationBatches.Where(b => b.AskedAt < answered && !db.EscalationBatchItems.Any(i => i.BatchId == b.Id)).OrderBy(b => b.AskedAt), cancellationToken),
            await ClearAsync(db.ApiTokens.Where(t => t.Until < lastDay).OrderBy(t => t.Until), cancellationToken),
            await ClearAsync(db.Notices.Where(n => n.ReadAt < read && !heldCases.Contains(n.CaseId)).OrderBy(n => n.ReadAt), cancellationToken),
            // While a cycle waits for the answer, the message is how the answer finds it.
            await ClearAsync(db.Outbox.Where(m => m.SentAt < sent && !heldCases.Contains(m.CaseId) && !db.Bookmarks.Any(b => b.Id == m.Id)).OrderBy(m => m.SentAt), cancellationToken),
            await ClearAsync(db.OwnNotes.LeftBehind(db, now).Where(n => !heldCases.Contains(n.CaseId)).OrderBy(n => n.WrittenAt), cancellationToken),
        ];
        return new ClearAwayResult(cleared.Sum(), cleared.Contains(BatchSize));
    }

    private static Task<int> ClearAsync<T>(IQueryable<T> oldest, CancellationToken cancellationToken) => oldest.Take(BatchSize).ExecuteDeleteAsync(cancellationToken);
}
