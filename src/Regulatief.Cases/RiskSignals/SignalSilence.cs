using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Workflows.Effects;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.RiskSignals;

/// <summary>
/// Until a signal is shared, nothing that its definition says reaches anybody but its volunteer. Asked where effects are applied,
/// so that no definition goes round it: what is not allowed here is left out, and the workflow goes on. No promise, message or notice comes but from an effect.
/// </summary>
/// <remarks>
/// Also a signal that ended without having been shared stays silent. What an effect of the instance's own leads to is judged again when it comes.
/// </remarks>
public static class SignalSilence
{
    /// <summary>Whether it lies on what an instance does that follows this signal.</summary>
    /// <param name="signal">As it stands in this transaction; null for an instance that follows none.</param>
    public static bool LiesOn(SignalRead? signal) => signal is { IsShared: false };

    /// <summary>Whether an effect of an instance on which silence lies may be applied.</summary>
    public static bool Allows(Effect effect) => effect switch
    {
        // The volunteer's own task. With an escalation it would tell the coordinator; of another kind, or for another role, it would tell more people still.
        OpenHumanTask task => task is { Kind: HumanTaskKind.RiskSignal, Role: AccountRole.Volunteer, Term.EscalateAfter: null },
        // To itself only: other instances are the case's, and what they do is seen.
        PublishEventEffect published => published.IsLocal,
        _ => false,
    };
}
