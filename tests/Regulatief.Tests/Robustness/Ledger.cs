using System.Collections.Concurrent;

namespace Regulatief.Tests.Robustness;

/// <summary>What a driver sent and what it was answered, kept outside the product.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<(Guid Actor, string Key), SentCommand> _lines = new();
    private int _acknowledged;

    public int Acknowledged => _acknowledged;

    /// <summary>As they are now; what is acknowledged later does not change them.</summary>
    public IReadOnlyCollection<SentCommand> Lines => [.. _lines.Values.Select(line => line with { })];

    /// <summary>Written down before it is sent, so that what was never answered is known too.</summary>
    public void Send(Guid actorId, string key, string command) => _lines.TryAdd((actorId, key), new SentCommand(actorId, key, command));

    /// <param name="resultId">An id that the answer gave; null when it gave none.</param>
    public void Acknowledge(Guid actorId, string key, Guid? resultId)
    {
        var line = _lines[(actorId, key)];
        line.ResultId = resultId;
        line.IsAcknowledged = true;
        Interlocked.Increment(ref _acknowledged);
    }
}

internal sealed record SentCommand(Guid ActorId, string Key, string Command)
{
    public bool IsAcknowledged { get; set; }

    public Guid? ResultId { get; set; }
}
