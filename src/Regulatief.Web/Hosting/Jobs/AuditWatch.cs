using System.Net.Http.Headers;
using System.Text;
using Regulatief.Cases.Audit;
using Regulatief.Web.Features.Audit;
using Regulatief.Web.Hosting.Health;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Every five minutes brings the end of the audit log's chain, signed, out of the database; once a day has the whole log verified.</summary>
public sealed class AuditWatch(
    IServiceScopeFactory scopes, AuditSealer sealer, AnchorPlace place, AuditState state, IHttpClientFactory clients, Turns turns, TimeProvider time, ILogger<AuditWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenVerifications = TimeSpan.FromDays(1);

    /// <summary>For a place that cannot be read; one that can be is asked.</summary>
    private AuditAnchor? _last;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (place.Problem is { } problem) logger.LogWarning("{Problem} Whoever can write in the database can rewrite the log unseen", problem);
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => turns.TakeAsync(
        nameof(AuditWatch),
        Turn,
        async cancellationToken =>
        {
            await AnchorAsync(cancellationToken);
            await VerifyDailyAsync(cancellationToken);
        },
        failure =>
        {
            logger.LogError(failure, "The audit log could not be anchored or verified");
            state.OfAnchors = "The audit log could not be anchored or verified; the log of this program says why.";
        },
        stoppingToken);

    /// <summary>Anchors the end of the chain where it is not anchored yet. A chain that does not hold its last anchor gets no further one, until somebody has looked.</summary>
    /// <returns>The anchor that was made; null when none was.</returns>
    public async Task<AuditAnchor?> AnchorAsync(CancellationToken cancellationToken)
    {
        state.OfAnchors = place.Problem;
        if (place is not { Problem: null, Keys: { } keys }) return null;

        var last = place.Folder is { } folder ? folder.Last(keys) : _last;
        if (last is not null && !await HoldsAsync(last, cancellationToken))
        {
            state.OfAnchors = $"The audit log does not agree with its anchor {last.Sequence}: it was cut, written anew, or a backup was restored.";
            logger.LogCritical("The audit log does not agree with its anchor {Sequence} of {At:O}; run verify-audit", last.Sequence, last.At);
            return null;
        }

        if (await sealer.HeadAsync(cancellationToken) is not { } head || head.Sequence == last?.Sequence) return null;

        var anchor = keys.Sign(head, time.GetUtcNow());
        if (place.Folder is not null) await place.Folder.WriteAsync(anchor, cancellationToken);
        if (place.Address is not null) await PutAsync(place.Address, anchor, cancellationToken);
        return _last = anchor;
    }

    /// <summary>Verifies the log when that was not done for a day, and keeps what was found for the page.</summary>
    /// <returns>Null when it was done within the day.</returns>
    public async Task<AuditVerdict?> VerifyDailyAsync(CancellationToken cancellationToken)
    {
        var last = (await scopes.SendAsSystemAsync(new AuditIntegrityQuery(), cancellationToken)).LastDaily;
        Tell(last?.IsFine != false);
        if (last is not null && time.GetUtcNow() - last.At < BetweenVerifications) return null;

        var verdict = await scopes.SendAsSystemAsync(new VerifyAuditQuery(), cancellationToken);
        await scopes.SendAsSystemAsync(new RecordAuditVerificationCommand(verdict), cancellationToken);
        Tell(verdict.IsFine);
        if (!verdict.IsFine)
        {
            logger.LogCritical(
                "The audit log is not as it was sealed: {Damage} at {Sequence}, anchors {Anchors}; run verify-audit", verdict.Damage?.Kind, verdict.Damage?.Sequence, verdict.Anchors.State);
        }

        return verdict;
    }

    private void Tell(bool isFine) => state.OfRows = isFine ? null : "The audit log is not as it was sealed, or its anchors are not ours; run verify-audit.";

    private async Task<bool> HoldsAsync(AuditAnchor anchor, CancellationToken cancellationToken) =>
        await sealer.SealOfAsync(anchor.Sequence, cancellationToken) is { } seal && anchor.Holds(seal.Hash);

    private async Task PutAsync(Uri place, AuditAnchor anchor, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(place, anchor.FileName)) { Content = new StringContent(anchor.ToJson(), Encoding.UTF8, "application/json") };
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any); // once, and never over another
        using var answer = await clients.CreateClient(nameof(AuditWatch)).SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
