using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Outbox;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Outbox;

/// <summary>Takes the message that was promised longest ago, and keeps other workers from it for two minutes. Those of one case go in their order.</summary>
/// <returns>Null when nothing is to be sent now.</returns>
public sealed record TakeOutboxMessageCommand : ICommand<OutboxMessageToSend?>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<OutboxMessage>();
}

/// <param name="Id">The same at each sending.</param>
public sealed record OutboxMessageToSend(Guid DueWorkId, Guid Id, string TaskName, JsonNode? Payload, DateTimeOffset CreatedAt);

internal sealed class TakeOutboxMessageHandler(RegulatiefDbContext db, AuditTrail trail, TimeProvider time) : IRequestHandler<TakeOutboxMessageCommand, OutboxMessageToSend?>
{
    /// <summary>Longer than a sending may take.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    public async Task<OutboxMessageToSend?> Handle(TakeOutboxMessageCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var next = await db.DueWork.DueBy(now).Where(w => w.Kind == DueWorkKind.Outbox)
            .Join(db.Outbox, w => w.SubjectId, m => m.Id, (work, message) => new { Work = work, Message = message })
            .Where(x => !db.Outbox.Any(earlier => earlier.CaseId == x.Message.CaseId && earlier.SentAt == null && earlier.CreatedAt < x.Message.CreatedAt))
            .OrderBy(x => x.Work.DueAt).FirstOrDefaultAsync(cancellationToken);
        if (next is null) return null;

        next.Work.Claim(now + Claim);
        trail.About(AuditSubject.Of<OutboxMessage>(next.Message.CaseId, next.Message.Id));
        return new OutboxMessageToSend(next.Work.Id, next.Message.Id, next.Message.TaskName, next.Message.Payload, next.Message.CreatedAt);
    }
}
