namespace Regulatief.Cases.Accounts;

/// <summary>Who acts: the account behind a request, or the system in a job.</summary>
/// <param name="Role">Null for the system.</param>
public sealed record Actor(Guid AccountId, AccountRole? Role)
{
    /// <summary>Effects of a run and jobs. Sees what it works on; no person can become it.</summary>
    public static readonly Actor System = new(Guid.Empty, null);

    /// <summary>The professionals whose cases this account works on today: itself, and the absent colleagues it covers for.</summary>
    public IReadOnlyList<Guid> ActsFor { get; init; } = [AccountId];

    public bool IsSystem => Role is null;

    /// <summary>For what only some of those who see a case may do; what one may not even see is not found.</summary>
    /// <exception cref="CaseRuleException"><c>role-may-not</c>.</exception>
    public void RefuseUnless(params ReadOnlySpan<AccountRole> roles)
    {
        if (Role is { } role && !roles.Contains(role)) throw new CaseRuleException("role-may-not", role);
    }
}
