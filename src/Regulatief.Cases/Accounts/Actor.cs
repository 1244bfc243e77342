using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Accounts;

/// <summary>Who acts: the account behind a request, or the system in a job.</summary>
/// <param name="Role">In which they act now, of those that they have; null for the system.</param>
public sealed record Actor(Guid AccountId, AccountRole? Role)
{
    /// <summary>Effects of a run and jobs. Sees what it works on; no person can become it.</summary>
    public static readonly Actor System = new(Guid.Empty, null);

    /// <summary>Whose work this account does today: its own, and that of the absent colleagues of the same role whom it covers for.</summary>
    public IReadOnlyList<Guid> ActsFor { get; init; } = [AccountId];

    /// <summary>Of the network, from where they ask; null for the system, and when it is not known.</summary>
    public string? Address { get; init; }

    /// <summary>What this account is given or denied beside its assignments.</summary>
    public CaseRights Rights { get; init; } = CaseRights.None;

    public bool IsSystem => Role is null;

    /// <summary>For what only some of those who see a case may do; what one may not even see is not found.</summary>
    /// <exception cref="CaseRuleException"><c>role-may-not</c>.</exception>
    public void RefuseUnless(params ReadOnlySpan<AccountRole> roles)
    {
        if (Role is { } role && !roles.Contains(role)) throw new CaseRuleException("role-may-not", role);
    }
}
