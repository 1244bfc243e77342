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

    /// <summary>The log-in that the request came under; null for a job.</summary>
    public Guid? SessionId { get; set; }
}
