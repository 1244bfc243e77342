using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.Mails;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting.Mailing;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Sends the texts and the messages for devices that were promised, outside of any transaction.</summary>
public sealed class ShortMessageDelivery(
    IServiceScopeFactory scopes, ISmsGateway gateway, PushPost push, MessageTemplates templates, IOptions<MailOptions> mail, Turns turns, TimeProvider time, ILogger<ShortMessageDelivery> logger)
    : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        turns.TakeAsync(nameof(ShortMessageDelivery), Turn, DeliverAsync, failure => logger.LogError(failure, "A delivery of short messages failed"), stoppingToken);

    /// <summary>Sends all that is due now.</summary>
    /// <returns>How many were taken.</returns>
    public async Task<int> DeliverAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        while (await HasDueAsync(cancellationToken))
        {
            // Another node took it in between: there may be more.
            if (await scopes.SendAsSystemAsync(new TakeShortMessageCommand(), cancellationToken) is not { } message) continue;

            var outcome = await HandOnAsync(message, cancellationToken);
            await scopes.SendAsSystemAsync(outcome, cancellationToken);
            if (outcome.Failure is null) sent++;
            else logger.LogWarning("Short message {MessageId} was not taken: {Failure}", message.Id, outcome.Failure);
        }

        return sent;
    }

    /// <summary>Most turns have nothing to send, and a look writes nothing.</summary>
    private async Task<bool> HasDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>().ShortMessages.DueBy(time.GetUtcNow()).AnyAsync(cancellationToken);
    }

    private async Task<RecordShortMessageCommand> HandOnAsync(ShortMessageToSend message, CancellationToken cancellationToken)
    {
        try
        {
            return message.Channel == NoticeChannel.Sms ? await TextAsync(message, cancellationToken) : await PushAsync(message, cancellationToken);
        }
        catch (SendingFailedException exception)
        {
            return new RecordShortMessageCommand(message.Id, exception.Code, exception.IsOver);
        }
    }

    private async Task<RecordShortMessageCommand> TextAsync(ShortMessageToSend message, CancellationToken cancellationToken)
    {
        if (message.To is not { } phone || ContactRules.International(phone) is not { } number) return new RecordShortMessageCommand(message.Id, "no-number", true);
        await gateway.SendAsync(message.Id, number, Write(message).Body, cancellationToken);
        return new RecordShortMessageCommand(message.Id, null, false);
    }

    private async Task<RecordShortMessageCommand> PushAsync(ShortMessageToSend message, CancellationToken cancellationToken) =>
        message.To is { } device && await push.SendAsync(device, Write(message), message.IsUrgent, cancellationToken)
            ? new RecordShortMessageCommand(message.Id, null, false)
            : new RecordShortMessageCommand(message.Id, RecordShortMessageCommand.DeviceGone, true);

    /// <summary>In the language of who gets it; of who never said, in Dutch: it is one line.</summary>
    private WrittenMessage Write(ShortMessageToSend message) => templates.Write(
        message.Channel, message.IsUrgent ? MailKind.UrgentNotices : MailKind.Notices, Languages.All.FirstOrDefault(l => l.Name == message.Language) ?? Languages.Dutch, new(mail.Value.Site.TrimEnd('/'), ""));
}
