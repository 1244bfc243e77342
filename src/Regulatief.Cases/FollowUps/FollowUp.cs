using Regulatief.Cases.Cases;
using Regulatief.Cases.Workflows;

namespace Regulatief.Cases.FollowUps;

/// <summary>Something that comes back on a day (opvolging); the promise to wake is its bookmark's row in <see cref="Promises.DueWork"/>.</summary>
public sealed class FollowUp
{
    public required Guid Id { get; init; }

    public required CaseId CaseId { get; init; }

    public required WorkflowInstanceId InstanceId { get; init; }

    public required Guid BookmarkId { get; init; }

    /// <summary>Changes only when the case moves to a version that calls it otherwise.</summary>
    public required string ActivityId { get; set; }

    public required string Title { get; init; }

    public required DateTimeOffset DueAt { get; set; }

    public FollowUpStatus Status { get; set; }
}

public enum FollowUpStatus
{
    Waiting,
    Due,
    Cancelled,
}
