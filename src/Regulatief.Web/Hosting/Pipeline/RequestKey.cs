using Regulatief.Cases.Idempotency;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>The idempotency key of this scope's request; null when it carries none (a query, a job).</summary>
public sealed class RequestKey
{
    public const string Header = "Idempotency-Key";

    public string? Value { get; set; }

    /// <summary>Printable, and short enough to keep.</summary>
    public static bool IsUsable(string? key) => key is { Length: > 0 and <= IdempotencyRecord.MaxKeyLength } && key.All(sign => sign is > ' ' and <= '~');
}
