using Regulatief.Cases.Clients;
using Regulatief.Cases.Closures;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows.Transitions;

namespace Regulatief.Cases.Cases;

/// <summary>A trajectory (traject): one client, the goals of the supervision plan, and the cycle that those involved go through.</summary>
public sealed class Case
{
    public CaseId Id { get; init; } = CaseId.New();

    /// <summary>What people call it by: unique, counted up, no client content.</summary>
    public required int Number { get; init; }

    public required ProjectId ProjectId { get; init; }

    public required ClientId ClientId { get; init; }

    public Client Client { get; init; } = null!;

    public Project Project { get; init; } = null!;

    /// <summary>The professional of this moment: the probation officer, in COSA the circle coordinator.</summary>
    public required Guid ProfessionalId { get; set; }

    /// <summary>Raised by the first statement of every command on the case.</summary>
    public int Version { get; private set; } = 1;

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>When all that was kept of it was erased: figures are left, and nobody sees it any more. Null for all others.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>Set by the cycle as it goes; see <see cref="Become"/>.</summary>
    public CasePhase Phase { get; private set; } = CasePhase.Intake;

    /// <summary>1 for the first round; raised when an evaluation chooses a next one.</summary>
    public int Round { get; private set; } = 1;

    public CooperationForm CooperationForm { get; set; } = CooperationForm.GoalDirected;

    /// <summary>Why another form than the goal-directed one; null for that one.</summary>
    public string? CooperationFormReason { get; set; }

    public ContactRoute ContactRoute { get; set; } = ContactRoute.Direct;

    /// <summary>Agreed at the task division; null before.</summary>
    public int? MeetingRhythmInWeeks { get; set; }

    /// <summary>Agreed at the task division; from this day a held meeting leads to the evaluation.</summary>
    public DateOnly? EvaluateFrom { get; set; }

    /// <summary>The date agreed for the next three-way meeting; null lets the rhythm decide.</summary>
    public DateOnly? NextMeetingOn { get; set; }

    /// <summary>Terms stand still from here; null when not paused.</summary>
    public DateTimeOffset? PausedAt { get; private set; }

    public string? PauseReason { get; private set; }

    /// <summary>Of those who work here only the professional and who stands on its list see it (<see cref="CaseAccessKind.Listed"/>).</summary>
    public bool IsRestricted { get; private set; }

    /// <summary>Named by the closure form before the case closes; null while it runs.</summary>
    public ClosureReason? ClosureReason { get; set; }

    /// <summary>The phase from which it went to its end; null while it runs. Those after it never began.</summary>
    public CasePhase? EndedIn { get; private set; }

    public List<Goal> Goals { get; init; } = [];

    public List<VolunteerAssignment> Assignments { get; init; } = [];

    /// <summary>The goals that are not ended. Needs <see cref="Goals"/> loaded.</summary>
    public IEnumerable<Goal> GoalsWorkedOn => Goals.Where(g => g.EndedAt is null).OrderBy(g => g.AddedAt);

    /// <summary>The pairing of this moment; null before the match and between two volunteers. Needs <see cref="Assignments"/> loaded.</summary>
    public VolunteerAssignment? CurrentAssignment => Assignments.Find(a => a.Until is null);

    public bool IsClosed => ClosedAt is not null;

    public bool IsPaused => PausedAt is not null;

    /// <exception cref="CaseRuleException"><c>case-closed</c>.</exception>
    public void RefuseIfClosed()
    {
        if (IsClosed) throw new CaseRuleException("case-closed", Number);
    }

    /// <summary>Takes over what a transition made of it.</summary>
    internal void Become(CaseState after)
    {
        (Phase, Round, NextMeetingOn, ClosureReason, EndedIn) = (after.Phase, after.Round, after.NextMeetingOn, after.ClosureReason, after.EndedIn);
        if (!IsClosed && after.ClosedAt is not null) (ClosedAt, PausedAt, PauseReason) = (after.ClosedAt, null, null);
    }

    public void Pause(DateTimeOffset at, string reason)
    {
        RefuseIfClosed();
        if (IsPaused) throw new CaseRuleException("case-already-paused", Number);
        (PausedAt, PauseReason) = (at, reason);
    }

    public void Restrict()
    {
        if (IsRestricted) throw new CaseRuleException("access-already-restricted", Number);
        IsRestricted = true;
    }

    public void LiftRestriction() => IsRestricted = false;

    /// <summary>Ends it before its time: the cycle goes straight to its closure.</summary>
    /// <exception cref="CaseRuleException"><c>case-not-included-yet</c>, <c>case-already-closing</c>: the steps before and after have their own ways to end.</exception>
    public void Stop(ClosureReason reason)
    {
        RefuseIfNotUnderWay();
        ClosureReason = reason;
    }

    /// <summary>Between inclusion and closure: only then the cycle waits for what happens in between.</summary>
    public bool IsUnderWay => Phase is > CasePhase.InclusionCheck and < CasePhase.Closure;

    public void RefuseIfNotUnderWay()
    {
        RefuseIfClosed();
        if (Phase < CasePhase.Matching) throw new CaseRuleException("case-not-included-yet", Number);
        if (Phase >= CasePhase.Closure) throw new CaseRuleException("case-already-closing", Number);
    }

    /// <returns>When the pause began.</returns>
    public DateTimeOffset Resume()
    {
        var since = PausedAt ?? throw new CaseRuleException("case-not-paused", Number);
        (PausedAt, PauseReason) = (null, null);
        return since;
    }

    /// <summary>Needs <see cref="Assignments"/> loaded. At the matching or before it, a pairing that still stands ends: who stands beside the client is chosen anew.</summary>
    /// <param name="at">The phase where it goes on.</param>
    public void Reopen(CasePhase at, Reopening reopening, DateTimeOffset now, string reason)
    {
        if (!IsClosed) throw new CaseRuleException("case-not-closed", Number);
        if (reopening.RefusalAt(at, Number) is { } refusal) throw refusal;
        if (at <= CasePhase.Matching) CurrentAssignment?.End(now, reason);
        (ClosedAt, ClosureReason, EndedIn, Phase) = (null, null, null, at);
    }
}

/// <summary>The phases of the regulative cycle, and its end.</summary>
public enum CasePhase
{
    Intake,
    InclusionCheck,
    Matching,
    TaskDivision,
    Agreements,
    WorkingTogether,
    Evaluation,
    Closure,
    Closed,
}

/// <summary>The forms of cooperation that the research found.</summary>
public enum CooperationForm
{
    GoalDirected,

    /// <summary>Recognised, not offered.</summary>
    ControlDirected,
    NoCooperation,
}

public enum ContactRoute
{
    Direct,
    ThroughCoordinator,
}

public enum ClosureReason
{
    GoalsReached,
    SupervisionEnded,
    NotIncluded,
    ClientStopped,
    NoVolunteer,
    Detention,
    Deceased,
    WithdrawnAtIntake,
    Other,
}

/// <summary>A party of a case; also the recipient of what is shared.</summary>
public enum CaseRole
{
    Client,
    Volunteer,
    Professional,
    Coordinator,
}
