using Regulatief.Cases.Agreements;
using Regulatief.Web.Features.Shared.Display;

namespace Regulatief.Web.Features.Agreements;

internal static class StandingTone
{
    public static Tone Of(AgreementStanding standing) => standing switch
    {
        AgreementStanding.InForce or AgreementStanding.NotYetValid => Tone.Success,
        AgreementStanding.Proposed => Tone.Information,
        AgreementStanding.Suspended or AgreementStanding.Expired => Tone.Warning,
        AgreementStanding.Refused or AgreementStanding.Withdrawn => Tone.Danger,
        _ => Tone.Neutral,
    };
}
