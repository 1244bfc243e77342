using MediatR;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Outbox;

/// <summary>The receiver took it: nothing is promised any more. Does nothing when that was known, or when the task was called off meanwhile.</summary>
public sealed record RecordSentMessageCommand(Guid MessageId) : ICommand<Unit>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of(CaseKey.OfOutboxMessage(MessageId));
}

internal sealed class RecordSentMessageHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<RecordSentMessageCommand, Unit>
{
    public async Task<Unit> Handle(RecordSentMessageCommand command, CancellationToken cancellationToken)
    {
        if (await db.Outbox.FindAsync([command.MessageId], cancellationToken) is { } message) message.SentAt ??= time.GetUtcNow();
        await db.TakeBackAsync(command.MessageId, cancellationToken);
        return Unit.Value;
    }
}
