namespace Regulatief.Engine.Instances;

/// <summary>A failure that needs a decision, kept on the instance.</summary>
/// <param name="Kind">Stable, kebab-case: <c>script-timeout</c>, <c>script-error</c>, <c>fault</c>, ...</param>
/// <param name="Message">What failed and why; holds no client content.</param>
/// <param name="IsRetryable">Whether the same step may succeed without a change of the definition.</param>
public sealed record Incident(
    Guid Id,
    string ActivityId,
    string NodeId,
    string ActivityType,
    Guid ActivityExecutionId,
    string Kind,
    string Message,
    bool IsRetryable,
    DateTimeOffset At);
