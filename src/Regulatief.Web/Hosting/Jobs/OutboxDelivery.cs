using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Features.DueWorks;
using Regulatief.Web.Features.Outbox;
using Regulatief.Web.Hosting.Options;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Hosting.Jobs;

/// <summary>Sends what workflows ask of the system outside: at least once, under one key, those of a case in their order.</summary>
/// <remarks>Nothing is sent inside a transaction. When the program stops after a sending and before it is recorded, it is sent again and the receiver knows the key.</remarks>
public sealed class OutboxDelivery(
    IServiceScopeFactory scopes, IHttpClientFactory clients, IOptions<OutboxOptions> options, Turns turns, TimeProvider time, ILogger<OutboxDelivery> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        turns.TakeAsync(nameof(OutboxDelivery), Turn, DeliverAsync, failure => logger.LogError(failure, "A delivery of the outbox failed"), stoppingToken);

    /// <summary>Sends all that is due now.</summary>
    /// <returns>How many the receiver took.</returns>
    public async Task<int> DeliverAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        while (await HasDueAsync(cancellationToken) && await scopes.SendAsSystemAsync(new TakeOutboxMessageCommand(), cancellationToken) is { } message)
        {
            if (await PostAsync(message, cancellationToken) is { } failure)
            {
                await scopes.SendAsSystemAsync(new RecordFailedWorkCommand(message.DueWorkId, failure), cancellationToken);
                continue;
            }

            await scopes.SendAsSystemAsync(new RecordSentMessageCommand(message.Id), cancellationToken);
            sent++;
        }

        return sent;
    }

    /// <summary>Most turns have nothing to send, and a look writes nothing.</summary>
    private async Task<bool> HasDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>().DueWork.DueBy(time.GetUtcNow()).AnyAsync(w => w.Kind == DueWorkKind.Outbox, cancellationToken);
    }

    /// <returns>Why the receiver did not take it; null when it did.</returns>
    private async Task<string?> PostAsync(OutboxMessageToSend message, CancellationToken cancellationToken)
    {
        if (!options.Value.IsOn) return "outbox-not-set";
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Address)
        {
            Content = JsonContent.Create(new { message.Id, message.TaskName, message.Payload, message.CreatedAt }),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", options.Value.Key) },
        };
        request.Headers.Add(RequestKey.Header, message.Id.ToString());
        try
        {
            using var answer = await clients.CreateClient(nameof(OutboxDelivery)).SendAsync(request, cancellationToken);
            return answer.IsSuccessStatusCode ? null : $"http-{(int)answer.StatusCode}";
        }
        catch (HttpRequestException exception)
        {
            return $"http-{exception.HttpRequestError}";
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "http-timeout";
        }
    }
}
