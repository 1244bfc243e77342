using Regulatief.Web.Features.Agreements;
using Regulatief.Web.Features.Contacts;
using Regulatief.Web.Features.Housekeeping;
using Regulatief.Web.Features.Matching;
using Regulatief.Web.Features.Retention;
using Regulatief.Web.Features.Volunteers;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Once an hour removes what was kept for a time only and whose time is over, promises what nobody promised, asks for declarations of conduct that end, has coordinators check in with volunteers, tells which volunteers wait for support, ends proposals that count no more, and once a year asks what else may go.</summary>
public sealed class Housekeeping(IServiceScopeFactory scopes, Turns turns, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromHours(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => turns.TakeAsync(
        nameof(Housekeeping),
        Turn,
        KeepHouseAsync,
        failure => logger.LogError(failure, "What was kept for a time only could not be cleared away, an agreement's end or a silence not be promised, a declaration of conduct not be asked for, a check-in not be opened, a wait for support not be told, a proposal not be ended, or the year's review not be made"),
        stoppingToken);

    /// <summary>One turn.</summary>
    public async Task KeepHouseAsync(CancellationToken cancellationToken)
    {
        await ClearAwayAsync(cancellationToken);
        while (await scopes.SendAsSystemAsync(new PromiseAgreementEndsCommand(), cancellationToken)) { }
        while (await scopes.SendAsSystemAsync(new PromiseSilencesCommand(), cancellationToken)) { }
        await scopes.SendAsSystemAsync(new RemindOfDeclarationsCommand(), cancellationToken);
        await scopes.SendAsSystemAsync(new OpenCheckInsCommand(), cancellationToken);
        await scopes.SendAsSystemAsync(new TellLateSupportCommand(), cancellationToken);
        await scopes.SendAsSystemAsync(new EndMatchProposalsCommand(), cancellationToken);
        await scopes.SendAsSystemAsync(new MakeRetentionReviewCommand(), cancellationToken);
    }

    /// <summary>In batches, so that nobody waits long for one of them.</summary>
    /// <returns>How many rows went.</returns>
    public async Task<int> ClearAwayAsync(CancellationToken cancellationToken)
    {
        var cleared = 0;
        ClearAwayResult result;
        do
        {
            result = await scopes.SendAsSystemAsync(new ClearAwayCommand(), cancellationToken);
            cleared += result.Rows;
        }
        while (result.MayBeMore);

        return cleared;
    }
}
