namespace Regulatief.Engine.Ports;

/// <summary>An activity cannot go on. Caught at the border of its visit, where it becomes an incident.</summary>
/// <param name="kind">As in <see cref="Instances.Incident.Kind"/>.</param>
/// <param name="isRetryable">Whether the same step may succeed later, unchanged.</param>
public sealed class ActivityFaultException(string kind, string message, bool isRetryable = false, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>Stable, kebab-case: <c>script-timeout</c>, <c>wrong-input</c>, ...</summary>
    public string Kind => kind;

    /// <summary>As in <see cref="Instances.Incident.IsRetryable"/>.</summary>
    public bool IsRetryable => isRetryable;
}
