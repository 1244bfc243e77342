using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Outbox;

/// <summary>A task that a workflow asks of a system outside (Elsa's <c>RunTask</c>), kept in the commit that asks it and sent after.</summary>
/// <remarks>The promise to send it is a row in <see cref="Promises.DueWork"/>. It is sent at least once, each time under the same id.</remarks>
public sealed class OutboxMessage
{
    /// <summary>Counted from when it was sent. One that is not answered yet is kept as long as its cycle waits.</summary>
    public static readonly TimeSpan RetainFor = TimeSpan.FromDays(30);

    /// <summary>The bookmarks that wait for an answer are called after the activity.</summary>
    public const string BookmarkName = "Elsa.RunTask";

    /// <summary>The bookmark that waits for the answer: the task's id for both sides, and the key by which a receiver knows a second sending.</summary>
    public required Guid Id { get; init; }

    public required CaseId CaseId { get; init; }

    public required WorkflowInstanceId InstanceId { get; init; }

    /// <summary>As the designer wrote it; holds no client content.</summary>
    public required string TaskName { get; init; }

    /// <summary>Ids, outcomes, dates, numbers and choices, as JSON; null for none.</summary>
    public string? PayloadJson { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the receiver took it; null until then.</summary>
    public DateTimeOffset? SentAt { get; set; }

    public static OutboxMessage Of(RunTaskEffect task, CaseId caseId, WorkflowInstanceId instanceId, DateTimeOffset at) => new()
    {
        Id = task.BookmarkId,
        CaseId = caseId,
        InstanceId = instanceId,
        TaskName = task.TaskName,
        PayloadJson = task.Payload?.ToJsonString(),
        CreatedAt = at,
    };

    public JsonNode? Payload => PayloadJson is null ? null : JsonNode.Parse(PayloadJson);
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("Outbox");
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasIndex(m => new { m.CaseId, m.SentAt });
        builder.Ignore(m => m.Payload);
    }
}
