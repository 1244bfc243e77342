using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Cases.Escalations;

/// <summary>That something is late, told to someone who can act. Shows that it is late, never what is in it.</summary>
public sealed class Escalation
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    /// <summary>The late task; null when a workflow escalated by itself.</summary>
    public HumanTaskId? TaskId { get; init; }

    public HumanTask? Task { get; init; }

    /// <summary>What all that is raised about one thing has in common: the task's id, or one of its own where a workflow escalated.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>1 when it is raised first; one more each time that nobody acted.</summary>
    public required int Generation { get; init; }

    public required Guid ToAccountId { get; init; }

    /// <summary>In which they were told, of one who has more roles.</summary>
    public required AccountRole ToRole { get; init; }

    /// <summary>Why they: how far up the line it came.</summary>
    public required EscalationRung Rung { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Null while it asks for attention.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it ended; null while it has not.</summary>
    public EscalationEnding? Ending { get; private set; }

    /// <summary>Who acted; null when it ended by itself.</summary>
    public Guid? HandledById { get; private set; }

    /// <summary>What was done, in the words of who acted.</summary>
    public string? Note { get; private set; }

    public bool IsOpen => EndedAt is null;

    /// <exception cref="ConcurrencyConflictException">It ended already; the exception names who acted, if somebody did.</exception>
    public void Handle(string note, Guid by, DateTimeOffset at)
    {
        if (!IsOpen) throw new ConcurrencyConflictException(nameof(Escalation), Id, HandledById);
        (EndedAt, Ending, HandledById, Note) = (at, EscalationEnding.Handled, by, note);
    }

    /// <summary>What it was about is over. One that ended before stays as it ended.</summary>
    public void EndByItself(EscalationEnding ending, DateTimeOffset at)
    {
        if (IsOpen) (EndedAt, Ending) = (at, ending);
    }
}

public enum EscalationEnding
{
    /// <summary>Somebody acted and said how.</summary>
    Handled,

    TaskDone,

    /// <summary>The workflow no longer asks for the task.</summary>
    TaskCancelled,

    CaseClosed,

    /// <summary>The task is to be done on a later day. It is raised again, from the first step on, when it is late then.</summary>
    TermMoved,

    /// <summary>The same person was told anew, so that it stands in their list once.</summary>
    ToldAnew,
}
