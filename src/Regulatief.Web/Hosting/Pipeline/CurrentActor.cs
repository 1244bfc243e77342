using Regulatief.Cases.Accounts;

namespace Regulatief.Web.Hosting.Pipeline;

/// <summary>Who acts in this scope. Set once, by the middleware behind authentication or by a job.</summary>
public sealed class CurrentActor
{
    private Actor? _actor;

    /// <exception cref="InvalidOperationException">Nobody was set: an anonymous request reached something that needs an actor.</exception>
    public Actor Value
    {
        get => _actor ?? throw new InvalidOperationException("No actor was set for this scope.");
        set => _actor = value;
    }

    public bool IsKnown => _actor is not null;

    /// <summary>The log-in that the request came under; null for a job, and under a personal token.</summary>
    public Guid? SessionId { get; set; }

    /// <summary>What is known of the log-in that the request came under; null for a job.</summary>
    public LogInProof? Proof { get; set; }
}

/// <summary>How sure it is that the owner of the account sits there.</summary>
/// <param name="HasFactor">Whether the account has a second factor, or logged in by one at the organisation.</param>
/// <param name="At">When it was proved last; null for never.</param>
/// <param name="IsToken">Whether it is a personal token, with which nobody sits there.</param>
public sealed record LogInProof(bool HasFactor, DateTimeOffset? At, bool IsToken = false)
{
    /// <summary>Whether no role of the account must have a second factor.</summary>
    public bool IsFreeOfFactor { get; init; }
}
