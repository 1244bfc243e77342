using Regulatief.Cases.Cases;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Effects;

/// <summary>What an activity asks of the case. The run only lists it; <see cref="TransitionPlanner"/> makes it part of the transition, a simulation does not.</summary>
public abstract record CaseEffect : Effect
{
    /// <summary>Adds to the transition what the effect asks. Reads and writes nothing else.</summary>
    internal abstract void Plan(EffectScope scope);
}

/// <summary>Where effects become part of a transition.</summary>
internal sealed record EffectScope(TransitionDraft Draft, InstanceDraft Instance)
{
    public CaseId CaseId => Draft.Case.Id;

    public DateTimeOffset Now => Draft.Now;

    public DateOnly Today => LegalTime.DateOf(Now);

    public WorkingCalendar Calendar => Draft.CalendarOf(Instance);

    /// <summary>False when a race called the activity off in the same run: nothing is opened for it then.</summary>
    public bool IsWaiting(Bookmark bookmark) => Draft.IsWaiting(bookmark.Id);
}
