using System.Security.Cryptography;
using System.Text.Json;

namespace Regulatief.Cases.Idempotency;

/// <summary>That an actor's command with this key was carried out. Refusals are not kept.</summary>
public sealed class IdempotencyRecord
{
    public const int MaxKeyLength = 100;

    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(7);

    public required Guid ActorId { get; init; }

    public required string Key { get; init; }

    public required string Command { get; init; }

    /// <summary>SHA-256 of the command's content, as hexadecimal digits.</summary>
    public required string BodyHash { get; init; }

    /// <summary>The command's result (ids and choices), as JSON; filled before the commit.</summary>
    public string? ResultJson { get; private set; }

    public required DateTimeOffset At { get; init; }

    public static IdempotencyRecord For(Guid actorId, string key, object command, DateTimeOffset at) => new()
    {
        ActorId = actorId,
        Key = key,
        Command = command.GetType().Name,
        BodyHash = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(command, command.GetType()))),
        At = at,
    };

    public bool SameAs(IdempotencyRecord other) => Command == other.Command && BodyHash == other.BodyHash;

    public void Keep<TResult>(TResult result) => ResultJson = JsonSerializer.Serialize(result);

    /// <summary>Whether the command was carried out before.</summary>
    public bool HasResult => ResultJson is not null;

    /// <summary>What the command answered the first time.</summary>
    public TResult ResultOf<TResult>() => JsonSerializer.Deserialize<TResult>(ResultJson!)!;
}

/// <summary>The key was used before, by the same actor, for something else (422).</summary>
public sealed class IdempotencyKeyReusedException(string key) : Exception($"Idempotency key {key} was used for another command or content.");
