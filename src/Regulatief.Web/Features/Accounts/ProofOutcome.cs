using Regulatief.Cases;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>How a try to prove who one is ended. The audit log tells it by these names.</summary>
public enum ProofOutcome
{
    Succeeded,

    /// <summary>The password was right, and the second factor is still to come.</summary>
    RequiresTwoFactor,
    UnknownName,

    /// <summary>Another password.</summary>
    Failed,

    /// <summary>After wrong passwords.</summary>
    Lockedout,
    CodeWrong,

    /// <summary>A code of the authenticator that was taken before, or one before it.</summary>
    CodeUsed,

    /// <summary>After wrong codes.</summary>
    CodesWait,

    /// <summary>Of somebody else, removed, without the person being verified, or for another site or another try.</summary>
    PasskeyRefused,

    /// <summary>A program named no role of an account that has more, or one that it does not have.</summary>
    RoleUnknown,

    /// <summary>A program with an account that must have a second factor and has none.</summary>
    FactorMissing,

    /// <summary>A password or passkey, where people log in at the organisation alone.</summary>
    NotLocal,

    /// <summary>What came from the organisation's log-in was no answer to what we asked, came too late or a second time.</summary>
    FederationFailed,

    /// <summary>Nobody here, or an account that was closed.</summary>
    FederationUnknown,

    /// <summary>An invitation that was used or has ended.</summary>
    FederationInvitationEnded,

    /// <summary>An invitation for another account than the one that this person has.</summary>
    FederationLinked,

    /// <summary>It gives no role that this account can have.</summary>
    FederationNoRole,

    /// <summary>It gives a role no more of which the work was not handed over.</summary>
    FederationRoleTied,

    /// <summary>A client's name and code that do not belong together, or not any more.</summary>
    ClientCodeWrong,

    /// <summary>Somebody else proved who they are, or nobody anew, or without the second factor that the account has.</summary>
    FederationNotProved,
}

internal static class ProofOutcomes
{
    /// <exception cref="CaseRuleException">The code that says what was wrong.</exception>
    /// <exception cref="StepUpException"><see cref="StepUpException.ToSetUp"/>.</exception>
    public static void RefuseUnlessRight(this ProofOutcome outcome)
    {
        if (outcome == ProofOutcome.FactorMissing) throw new StepUpException(StepUpException.ToSetUp);
        if (outcome != ProofOutcome.Succeeded) throw new CaseRuleException(outcome switch
        {
            // Alike, so that nobody learns which names there are.
            ProofOutcome.UnknownName or ProofOutcome.Failed => "log-in-failed",
            ProofOutcome.Lockedout => "log-in-locked",
            ProofOutcome.RequiresTwoFactor => "log-in-code-asked",
            ProofOutcome.RoleUnknown => "log-in-role",
            ProofOutcome.CodeWrong => "factor-code-wrong",
            ProofOutcome.CodeUsed => "factor-code-used",
            ProofOutcome.CodesWait => "factor-code-wait",
            ProofOutcome.PasskeyRefused => "passkey-refused",
            ProofOutcome.NotLocal => LogInWays.Refusal,
            ProofOutcome.FederationFailed => "federation-failed",
            ProofOutcome.FederationUnknown => "federation-unknown",
            ProofOutcome.FederationInvitationEnded => "federation-invitation-ended",
            ProofOutcome.FederationLinked => "federation-linked",
            ProofOutcome.FederationNoRole => "federation-no-role",
            ProofOutcome.FederationRoleTied => "federation-role-tied",
            ProofOutcome.ClientCodeWrong => "client-code-wrong",
            ProofOutcome.FederationNotProved => "federation-not-proved",
            _ => throw new InvalidOperationException($"No refusal for {outcome}."),
        });
    }
}
