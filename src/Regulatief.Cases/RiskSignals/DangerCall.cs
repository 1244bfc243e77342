using Regulatief.Cases.Cases;

namespace Regulatief.Cases.RiskSignals;

/// <summary>That acute danger was passed on, called out until somebody says that they act. Tells that there is danger and in which case, never what was seen.</summary>
public sealed class DangerCall
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    public required RiskSignalId RiskSignalId { get; init; }

    /// <summary>The role that it was passed on to.</summary>
    public required CaseRole Recipient { get; init; }

    public required Guid RaisedById { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>1 when it is raised; one more each time that nobody answered in time.</summary>
    public int Round { get; private set; }

    /// <summary>When it is called out again, and further up the line.</summary>
    public DateTimeOffset AnswerBy { get; private set; }

    /// <summary>Null while nobody said that they act.</summary>
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    public Guid? AcknowledgedById { get; private set; }

    public List<CalledPerson> People { get; init; } = [];

    public bool IsOpen => AcknowledgedAt is null;

    /// <exception cref="ConcurrencyConflictException">Somebody was first; the exception names who.</exception>
    public void Acknowledge(Guid by, DateTimeOffset at)
    {
        if (!IsOpen) throw new ConcurrencyConflictException(nameof(DangerCall), Id, AcknowledgedById);
        (AcknowledgedById, AcknowledgedAt) = (by, at);
    }

    internal void CallOut(IReadOnlyList<Guid> people, DateTimeOffset at, TimeSpan answerWithin)
    {
        (Round, AnswerBy) = (Round + 1, at + answerWithin);
        People.AddRange(people.Where(id => !People.Exists(p => p.AccountId == id)).Select(id => new CalledPerson { AccountId = id, Since = at }));
    }
}

/// <summary>Someone who was called.</summary>
public sealed class CalledPerson
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    public required DateTimeOffset Since { get; init; }
}
