using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Audit;
using Regulatief.Web.Hosting.Health;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Sends sealed audit rows on to where an organisation watches over its systems, as JSON lines: each at least once, known by its id.</summary>
public sealed class AuditForwarding(
    AuditStream stream, IHttpClientFactory clients, IOptions<AuditOptions> options, AuditState state, Turns turns, ILogger<AuditForwarding> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.Value.ForwardAddress is null ? Task.CompletedTask : turns.TakeAsync(
        nameof(AuditForwarding),
        Turn,
        async cancellationToken =>
        {
            await ForwardAsync(cancellationToken);
            state.OfForwarding = null;
        },
        failure =>
        {
            logger.LogError(failure, "Audit rows could not be forwarded");
            state.OfForwarding = "Audit rows could not be forwarded; the log of this program says why.";
        },
        stoppingToken);

    /// <summary>Sends all that was not sent yet.</summary>
    /// <returns>How many rows the receiver took.</returns>
    /// <exception cref="HttpRequestException">It did not take them.</exception>
    public async Task<int> ForwardAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        while (await stream.NextAsync(cancellationToken) is { } batch)
        {
            if (batch.Rows.Count > 0) await PostAsync(batch.Rows, cancellationToken);
            await stream.KeepAsync(batch, cancellationToken);
            sent += batch.Rows.Count;
        }

        return sent;
    }

    private async Task PostAsync(IReadOnlyList<AuditRecord> rows, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.ForwardAddress)
        {
            Content = new StringContent(string.Concat(rows.Select(row => row.ToLine())), Encoding.UTF8, "application/x-ndjson"),
        };
        if (options.Value.ForwardKey.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.ForwardKey);
        using var answer = await clients.CreateClient(nameof(AuditForwarding)).SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
