using Regulatief.Cases.Cases;

namespace Regulatief.Web.Features.Shared.Display;

public static class PhaseStates
{
    /// <param name="waits">Whether the phase of this moment waits for others than the reader.</param>
    public static PhaseState Of(PhaseStanding standing, bool waits) => standing switch
    {
        PhaseStanding.Done => PhaseState.Done,
        PhaseStanding.Now => waits ? PhaseState.Waiting : PhaseState.Current,
        PhaseStanding.Stopped => PhaseState.Stopped,
        PhaseStanding.NotReached => PhaseState.NotReached,
        _ => PhaseState.Upcoming,
    };
}
