using System.Text.Json.Nodes;

namespace Regulatief.Engine.Ports;

/// <summary>Something an activity asks of the host, applied in the run's commit. Activities write nothing themselves.</summary>
public abstract record Effect;

/// <summary>Elsa 3's <c>PublishEvent</c>: goes through the other instances' inboxes, in the same commit.</summary>
/// <param name="IsLocal">Only this instance hears it.</param>
public sealed record PublishEventEffect(string EventName, string? CorrelationId, bool IsLocal, JsonNode? Payload) : Effect;

/// <summary>Elsa 3's <c>RunTask</c>: something outside does it, and reports by resuming the bookmark with a <c>result</c>.</summary>
public sealed record RunTaskEffect(Guid BookmarkId, string TaskName, JsonNode? Payload) : Effect;

/// <summary>Elsa 3's <c>DispatchWorkflow</c> and <c>ExecuteWorkflow</c>: a new instance, started in its own run after the commit.</summary>
/// <param name="ReplyTo">The bookmark to resume with a <c>result</c> when the started instance is done; null when nobody waits.</param>
public sealed record StartWorkflowEffect(string DefinitionId, string? CorrelationId, JsonObject? Input, Guid? ReplyTo) : Effect;
