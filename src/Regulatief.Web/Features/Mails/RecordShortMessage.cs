using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Mails;

/// <summary>Keeps how the sending of a short message ended.</summary>
/// <param name="Failure">A code; null when it was taken.</param>
/// <param name="IsOver">Whether it was refused for good: then it waits until somebody has it tried again.</param>
public sealed record RecordShortMessageCommand(Guid MessageId, string? Failure, bool IsOver) : ICommand<Unit>
{
    /// <summary>The failure of one whose device took its leave: nothing is wrong, and the device is forgotten.</summary>
    public const string DeviceGone = Sending.Outdated;

    AuditSubject IConcerns.Subject => AuditSubject.Of<ShortMessage>(MessageId);
}

internal sealed class RecordShortMessageHandler(RegulatiefDbContext db, TimeProvider time) : IRequestHandler<RecordShortMessageCommand, Unit>
{
    public async Task<Unit> Handle(RecordShortMessageCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var message = await db.ShortMessages.FindAsync([command.MessageId], cancellationToken) ?? throw new NotFoundException(nameof(ShortMessage), command.MessageId);
        var device = db.PushDevices.Where(d => d.Id == message.DeviceId);
        if (command.Failure is { } failure)
        {
            message.Fail(failure, command.IsOver, now);
            if (failure == RecordShortMessageCommand.DeviceGone) await device.ExecuteDeleteAsync(cancellationToken);
        }
        else
        {
            message.Send(now);
            await device.ExecuteUpdateAsync(set => set.SetProperty(d => d.LastUsedAt, now), cancellationToken);
        }

        return Unit.Value;
    }
}
