using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Mails;

/// <summary>Takes the text, or the message for a device, that was promised longest ago. From its commit on nobody else does.</summary>
/// <returns>Null when nothing is to be sent now.</returns>
public sealed record TakeShortMessageCommand : ICommand<ShortMessageToSend?>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<ShortMessage>();
}

/// <param name="Language">In which they are addressed; null when they never said.</param>
/// <param name="To">The telephone, or the subscription of the device, which is encrypted. Null when there is none any more.</param>
public sealed record ShortMessageToSend(Guid Id, NoticeChannel Channel, bool IsUrgent, string? Language, string? To);

internal sealed class TakeShortMessageHandler(RegulatiefDbContext db, AuditTrail trail, TimeProvider time) : IRequestHandler<TakeShortMessageCommand, ShortMessageToSend?>
{
    public async Task<ShortMessageToSend?> Handle(TakeShortMessageCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Danger goes before what waits since yesterday.
        var next = await db.ShortMessages.DueBy(now).AsNoTracking().OrderByDescending(m => m.IsUrgent).ThenBy(m => m.DueAt).FirstOrDefaultAsync(cancellationToken);
        // Of two workers on a server the second finds it taken, and comes again.
        if (next is null || await db.ShortMessages.Where(m => m.Id == next.Id && m.TakenAt == null).ExecuteUpdateAsync(set => set.SetProperty(m => m.TakenAt, now), cancellationToken) == 0) return null;

        trail.About(AuditSubject.Of<ShortMessage>(next.Id));
        var account = await db.Accounts.Where(a => a.Id == next.AccountId && a.IsActive).Select(a => new { a.PhoneNumber, a.Language }).SingleOrDefaultAsync(cancellationToken);
        var to = next.Channel == NoticeChannel.Sms
            ? account?.PhoneNumber
            : await db.PushDevices.Where(d => account != null && d.Id == next.DeviceId && d.AccountId == next.AccountId).Select(d => d.Subscription).SingleOrDefaultAsync(cancellationToken);
        return new ShortMessageToSend(next.Id, next.Channel, next.IsUrgent, account?.Language, to);
    }
}
