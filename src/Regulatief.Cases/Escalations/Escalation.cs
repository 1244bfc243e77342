using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Cases.Escalations;

/// <summary>That a task is late, told to someone who can act. Shows that something is late, never what is in it.</summary>
public sealed class Escalation
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    /// <summary>The late task; null when a workflow escalated by itself.</summary>
    public HumanTaskId? TaskId { get; init; }

    public HumanTask? Task { get; init; }

    public required Guid ToAccountId { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public DateTimeOffset? HandledAt { get; private set; }

    public string? Note { get; private set; }

    public void Handle(string? note, DateTimeOffset at)
    {
        if (HandledAt is not null) throw new ConcurrencyConflictException(nameof(Escalation), Id, ToAccountId);
        (HandledAt, Note) = (at, note);
    }
}
