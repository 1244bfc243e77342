using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.RiskSignals;

namespace Regulatief.Cases.Agreements;

/// <summary>That one item may pass to those who hold one role, now. Made by <see cref="SharingPolicy"/> alone; an architecture test keeps it so.</summary>
public abstract class SharingPermit
{
    private protected SharingPermit()
    {
    }

    public abstract RiskSignalId SignalId { get; }

    public abstract CaseRole Recipient { get; }

    /// <summary>The accounts of those who hold that role now: it passes to them, not to who comes after.</summary>
    public abstract IReadOnlyList<Guid> People { get; }

    public abstract SharingGround Ground { get; }

    /// <summary>Null under an exception.</summary>
    public abstract AgreementId? AgreementId { get; }

    /// <summary>Null under an agreement.</summary>
    public abstract string? Reason { get; }

    /// <summary>The account that shares.</summary>
    public abstract Guid GrantedTo { get; }

    /// <summary>In which it does; null for the system.</summary>
    public abstract AccountRole? GrantedIn { get; }

    public abstract DateTimeOffset At { get; }
}

/// <summary>Why something may be shared.</summary>
public enum SharingGround
{
    /// <summary>An agreement in force covers it, and the client was told.</summary>
    AgreementAndDiscussed,

    /// <summary>An agreement in force covers it; two attempts to tell the client failed and the coordinator confirmed that.</summary>
    AgreementAndUnreachable,
    AcuteDanger,
    LegalDuty,
}

/// <summary>The invocation of an exception to the agreement.</summary>
/// <param name="Ground"><see cref="SharingGround.AcuteDanger"/> or <see cref="SharingGround.LegalDuty"/>.</param>
public sealed record SharingException(SharingGround Ground, string Reason);
