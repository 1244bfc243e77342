using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.Mails;
using Regulatief.Web.Hosting.Mailing;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Sends the mails that were promised, each at most once, outside of any transaction.</summary>
public sealed class MailDelivery(IServiceScopeFactory scopes, IMailer mailer, Postbox postbox, Turns turns, TimeProvider time, ILogger<MailDelivery> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        turns.TakeAsync(nameof(MailDelivery), Turn, DeliverAsync, failure => logger.LogError(failure, "A delivery of mail failed"), stoppingToken);

    /// <summary>Sends all that is due now.</summary>
    /// <returns>How many were taken.</returns>
    public async Task<int> DeliverAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        while (await HasDueAsync(cancellationToken))
        {
            // Another node took it in between: there may be more.
            if (await scopes.SendAsSystemAsync(new TakeMailCommand(), cancellationToken) is not { } mail) continue;

            var outcome = await HandOnAsync(mail, cancellationToken);
            await scopes.SendAsSystemAsync(outcome, cancellationToken);
            if (outcome.Failure is null) sent++;
            else logger.LogWarning("Mail {MailId} was not taken: {Failure}", mail.Id, outcome.Failure);
        }

        return sent;
    }

    /// <summary>Most turns have nothing to send, and a look writes nothing.</summary>
    private async Task<bool> HasDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>().Mails.DueBy(time.GetUtcNow()).AnyAsync(cancellationToken);
    }

    private async Task<RecordMailCommand> HandOnAsync(MailToSend mail, CancellationToken cancellationToken)
    {
        if (mail.IsOutdated) return new RecordMailCommand(mail.Id, Sending.Outdated, true);
        if (mail.Address is not { } address) return new RecordMailCommand(mail.Id, "no-address", true);
        if (postbox.Write(mail, address) is not { } message) return new RecordMailCommand(mail.Id, "keys-gone", true);
        try
        {
            await mailer.SendAsync(message, cancellationToken);
            return new RecordMailCommand(mail.Id, null, false);
        }
        catch (SendingFailedException exception)
        {
            return new RecordMailCommand(mail.Id, exception.Code, exception.IsOver);
        }
    }
}
