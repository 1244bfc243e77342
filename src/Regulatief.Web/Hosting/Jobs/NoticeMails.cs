using Microsoft.Extensions.Options;
using Regulatief.Web.Features.Mails;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Every minute promises a mail to whom notices wait for and who wants to hear of them now.</summary>
public sealed class NoticeMails(IServiceScopeFactory scopes, IOptions<MailOptions> mail, Turns turns, ILogger<NoticeMails> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => mail.Value.IsOn
        ? turns.TakeAsync(nameof(NoticeMails), Turn, PromiseAsync, failure => logger.LogError(failure, "Mails about notices could not be promised"), stoppingToken)
        : Task.CompletedTask;

    /// <summary>Each in a commit of its own.</summary>
    /// <returns>How many mails were promised.</returns>
    public async Task<int> PromiseAsync(CancellationToken cancellationToken)
    {
        var promised = 0;
        foreach (var (account, notices, isUrgent) in await scopes.SendAsSystemAsync(new NoticesToMailQuery(), cancellationToken))
            if (await scopes.SendAsSystemAsync(new MailNoticesCommand(account, notices, isUrgent), cancellationToken)) promised++;
        return promised;
    }
}
