using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows;

namespace Regulatief.Cases.HumanTasks;

/// <summary>Work for a person, opened by a workflow that waits for its outcome.</summary>
public sealed class HumanTask
{
    /// <summary>As many as can be given to somebody at once.</summary>
    public const int MostAssigned = 50;

    public HumanTaskId Id { get; init; } = HumanTaskId.New();

    public required CaseId CaseId { get; init; }

    public Case Case { get; init; } = null!;

    /// <summary>The instance that waits for it; null when none does.</summary>
    public WorkflowInstanceId? InstanceId { get; init; }

    /// <summary>The bookmark that this task's outcome wakes; null when no workflow waits.</summary>
    public Guid? BookmarkId { get; init; }

    /// <summary>The node in the definition, for the diagram; null when no workflow waits. Changes only when the case moves to a version that calls it otherwise.</summary>
    public string? ActivityId { get; set; }

    public required HumanTaskKind Kind { get; init; }

    /// <summary>As the designer wrote it; holds no client content.</summary>
    public required string Title { get; init; }

    /// <summary>The role whose work it is.</summary>
    public required AccountRole Role { get; init; }

    /// <summary>Who works on it; null while nobody of the role took it. A case's professional needs no claim.</summary>
    public Guid? AssigneeId { get; private set; }

    /// <summary>What it is about, when that is a row of its own: the meeting, the signal.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>The signal whose workflow opened it: the task is known to those alone to whom the signal is. Null for all others.</summary>
    public RiskSignalId? RiskSignalId { get; init; }

    public RiskSignal? RiskSignal { get; init; }

    /// <summary>The outcomes it may end with.</summary>
    public required List<string> Outcomes { get; init; }

    /// <summary>The designer's fields for a <see cref="HumanTaskKind.CaseTask"/>, as JSON; null for others.</summary>
    public string? FormJson { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The last day of the term, inclusive.</summary>
    public required DateOnly DueOn { get; set; }

    public HumanTaskStatus Status { get; private set; } = HumanTaskStatus.Open;

    public string? Outcome { get; private set; }

    /// <summary>What was answered to the designer's fields, as JSON; other kinds keep their answers in rows of their own.</summary>
    public string? AnswersJson { get; set; }

    public Guid? CompletedById { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    public DateTimeOffset? RemindedAt { get; set; }

    /// <summary>How many working days after its last day its lateness is told, where its project says nothing else; null of one that no lateness is told of.</summary>
    public int? EscalateAfter { get; internal set; }

    /// <summary>When its lateness was first told; null while it was not, so that nothing of it is left to end.</summary>
    public DateTimeOffset? EscalatedAt { get; set; }

    /// <summary>Whether somebody kept the form half filled in.</summary>
    public bool HasDrafts { get; set; }

    public bool IsOpen => Status == HumanTaskStatus.Open;

    /// <summary>Why nobody can be given it, as a code of the error texts; null when somebody can. What belongs to one person by the case goes with it.</summary>
    public string? WhyNotAssigned => Role switch
    {
        AccountRole.Coordinator => null,
        AccountRole.ProbationOfficer => "task-of-professional",
        AccountRole.Volunteer or AccountRole.Client => "task-of-party",
        _ => "task-of-own-role",
    };

    public bool IsOverdueOn(DateOnly today) => IsOpen && DueOn < today;

    /// <exception cref="ConcurrencyConflictException">Somebody else took it, or it was done.</exception>
    public void Claim(Guid accountId)
    {
        RefuseIfDone();
        if (AssigneeId is { } other && other != accountId) throw new ConcurrencyConflictException(nameof(HumanTask), Id, other);
        AssigneeId = accountId;
    }

    /// <summary>Has somebody of the role work on it, who may see it.</summary>
    /// <param name="insteadOf">Who worked on it when that was decided; null when nobody did.</param>
    /// <exception cref="CaseRuleException"><see cref="WhyNotAssigned"/>.</exception>
    /// <exception cref="ConcurrencyConflictException">Meanwhile somebody else works on it, or it was done.</exception>
    public void Assign(Guid to, Guid? insteadOf)
    {
        RefuseIfDone();
        if (WhyNotAssigned is { } refusal) throw new CaseRuleException(refusal);
        if (AssigneeId != to) RefuseUnlessHeldBy(insteadOf);
        AssigneeId = to;
    }

    /// <summary>Nobody works on it any more, and anybody of the role can take it.</summary>
    /// <param name="from">Who worked on it when that was decided; null whoever does.</param>
    /// <exception cref="ConcurrencyConflictException">Meanwhile somebody else works on it, or it was done.</exception>
    public void Release(Guid? from)
    {
        RefuseIfDone();
        if (AssigneeId is not null && from is not null) RefuseUnlessHeldBy(from);
        AssigneeId = null;
    }

    /// <summary>Ends it with an outcome that the form computed or allowed.</summary>
    /// <exception cref="ConcurrencyConflictException">It was done already; the exception names by whom.</exception>
    public void Complete(string outcome, Guid accountId, DateTimeOffset at)
    {
        RefuseIfDone();
        if (!Outcomes.Contains(outcome)) throw new CaseRuleException("task-unknown-outcome", outcome, string.Join(", ", Outcomes));
        (Status, Outcome, CompletedById, CompletedAt) = (HumanTaskStatus.Completed, outcome, accountId, at);
    }

    /// <summary>The workflow no longer waits for it.</summary>
    public void Cancel(DateTimeOffset at)
    {
        if (IsOpen) (Status, CompletedAt) = (HumanTaskStatus.Cancelled, at);
    }

    /// <exception cref="ConcurrencyConflictException">It was done already; the exception names by whom.</exception>
    public void RefuseIfDone()
    {
        if (!IsOpen) throw new ConcurrencyConflictException(nameof(HumanTask), Id, CompletedById);
    }

    // Who has it now did nothing that was asked here: only that it changed is told.
    private void RefuseUnlessHeldBy(Guid? accountId)
    {
        if (AssigneeId != accountId) throw new ConcurrencyConflictException(nameof(HumanTask), Id);
    }
}

public enum HumanTaskStatus
{
    Open,
    Completed,
    Cancelled,
}

/// <summary>Each kind has one form: schema, validator and effect.</summary>
public enum HumanTaskKind
{
    Intake,
    InclusionCheck,
    MatchVolunteer,
    TaskDivision,
    Agreement,
    Meeting,
    Evaluation,
    VolunteerHandover,
    Closure,
    RiskSignal,

    StartContact,
    SafetyCheck,

    /// <summary>Any other, with the designer's fields and outcomes.</summary>
    CaseTask,

    /// <summary>The review of an exception to the agreement, by the privacy officer. Opened by the exception itself: no workflow waits for it.</summary>
    ExceptionReview,

    /// <summary>Whether the coordinator confirms that the volunteer could not reach the client. Says nothing of the signal that it is asked for.</summary>
    ClientUnreachable,

    /// <summary>What a client asked of the professional. Opened by the asking: no workflow waits for it.</summary>
    ClientRequest,

    /// <summary>The review of emergency access, by the privacy officer. Opened by the access itself: no workflow waits for it.</summary>
    BreakGlassReview,

    /// <summary>What somebody was to do after a driegesprek. Opened by its record: no workflow waits for it.</summary>
    MeetingDecision,

    /// <summary>Volunteer or professional asks the other for contact. Opened by the asking: no workflow waits for it.</summary>
    ContactRequest,

    /// <summary>The same, for the coordinator through whom contact goes.</summary>
    PassOnContact,

    /// <summary>Less contact of volunteer and client was logged than was agreed. Opened by the silence: no workflow waits for it.</summary>
    ContactSilence,

    /// <summary>A coordinator asks a volunteer how they are with it. Opened by time: no workflow waits for it.</summary>
    VolunteerCheckIn,

    /// <summary>A volunteer leaves on a day to come: a coordinator finds who takes over. Opened by the leaving: no workflow waits for it.</summary>
    Successor,
}
