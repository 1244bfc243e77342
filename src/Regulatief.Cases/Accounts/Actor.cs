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
}
