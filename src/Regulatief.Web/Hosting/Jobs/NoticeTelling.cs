using Regulatief.Web.Features.Mails;
using Regulatief.Web.Hosting.Mailing;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Every minute promises to tell whom notices wait for, by the ways that they chose, and who wants to hear of them now.</summary>
public sealed class NoticeTelling(IServiceScopeFactory scopes, NoticeChannels channels, Turns turns, ILogger<NoticeTelling> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => channels.On.Count > 0
        ? turns.TakeAsync(nameof(NoticeTelling), Turn, PromiseAsync, failure => logger.LogError(failure, "Nobody could be told that notices wait"), stoppingToken)
        : Task.CompletedTask;

    /// <summary>Each in a commit of its own.</summary>
    /// <returns>How many times somebody is to be told.</returns>
    public async Task<int> PromiseAsync(CancellationToken cancellationToken)
    {
        var promised = 0;
        foreach (var channel in channels.On)
            foreach (var (account, _, notices, isUrgent) in await scopes.SendAsSystemAsync(new NoticesToTellQuery(channel), cancellationToken))
                if (await scopes.SendAsSystemAsync(new TellOfNoticesCommand(account, channel, notices, isUrgent), cancellationToken)) promised++;
        return promised;
    }
}
