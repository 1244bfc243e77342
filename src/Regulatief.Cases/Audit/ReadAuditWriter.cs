using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Audit;

/// <summary>Commits the rows of reads in groups: one writer, so that a busy page costs one commit for all its readers and not one each.</summary>
public sealed class ReadAuditWriter(IServiceScopeFactory scopes, WriteGate gate)
{
    // Real time, also under a test's clock: it bounds how long an answer waits, and decides nothing.
    private static readonly TimeSpan GroupTime = TimeSpan.FromMilliseconds(20);

    private readonly Channel<Waiting> _arrived = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Ends when the row's group is committed; fails as the commit failed.</summary>
    /// <exception cref="InvalidOperationException">The host has stopped.</exception>
    internal Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(entry, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _arrived.Writer.TryWrite(waiting)
            ? waiting.Written.Task.WaitAsync(cancellationToken)
            : throw new InvalidOperationException($"Read {entry.Action} of {entry.SubjectType} {entry.SubjectId} came after the audit writer had stopped.");
    }

    /// <summary>Writes until the host stops, and then what has arrived.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var stop = stopping.Register(() => _arrived.Writer.TryComplete());
        while (await _arrived.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await Task.Delay(GroupTime, CancellationToken.None);
            List<Waiting> group = [];
            while (_arrived.Reader.TryRead(out var waiting)) group.Add(waiting);
            await CommitAsync(group);
        }
    }

    private async Task CommitAsync(List<Waiting> group)
    {
        try
        {
            using var passage = await gate.EnterAsync(CancellationToken.None);
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
            db.AuditEntries.AddRange(group.Select(waiting => waiting.Entry));
            await db.SaveChangesAsync();
            foreach (var waiting in group) waiting.Written.SetResult();
        }
        catch (Exception exception)
        {
            // The border of a job: the failure belongs to those who wait, and the next group tries anew.
            foreach (var waiting in group) waiting.Written.TrySetException(exception);
        }
    }

    private sealed record Waiting(AuditEntry Entry, TaskCompletionSource Written);
}
