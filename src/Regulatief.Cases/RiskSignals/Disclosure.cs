using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.RiskSignals;

/// <summary>That an item was passed to a role, on a ground, from an instant on, and to whom. Whoever reads shared content is found through it.</summary>
public sealed class Disclosure
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required CaseId CaseId { get; init; }

    public required RiskSignalId RiskSignalId { get; init; }

    public required CaseRole Recipient { get; init; }

    public required SharingGround Ground { get; init; }

    /// <summary>The agreement it was shared under; null under an exception.</summary>
    public AgreementId? AgreementId { get; init; }

    /// <summary>The reason given with an exception; null under an agreement.</summary>
    public string? Reason { get; init; }

    public required Guid SharedById { get; init; }

    /// <summary>In which they shared it; null for the system.</summary>
    public AccountRole? SharedByRole { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>Who may read it by this: those who held the role then, and those who took it over and signed.</summary>
    public List<DisclosedPerson> People { get; init; } = [];

    /// <summary>Shared outside the agreement: its review decides when the client sees it.</summary>
    public bool IsException => Ground is SharingGround.AcuteDanger or SharingGround.LegalDuty;

    internal static Disclosure Under(SharingPermit permit, CaseId caseId) => new()
    {
        CaseId = caseId,
        RiskSignalId = permit.SignalId,
        Recipient = permit.Recipient,
        Ground = permit.Ground,
        AgreementId = permit.AgreementId,
        Reason = permit.Reason,
        SharedById = permit.GrantedTo,
        SharedByRole = permit.GrantedIn,
        From = permit.At,
        People = [.. permit.People.Select(id => new DisclosedPerson { AccountId = id, Since = permit.At })],
    };

    public bool Reached(Guid accountId) => People.Exists(p => p.AccountId == accountId);

    /// <summary>Lets in who took the role over; see <see cref="Succession"/>.</summary>
    internal void LetIn(Guid accountId, DateTimeOffset at) => People.Add(new DisclosedPerson { AccountId = accountId, Since = at });
}

/// <summary>Someone to whom something was disclosed.</summary>
public sealed class DisclosedPerson
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid AccountId { get; init; }

    public required DateTimeOffset Since { get; init; }
}
