namespace Regulatief.Cases.Accounts;

/// <summary>That an account has a role. Who has more acts in one at a time: in which, the log-in says.</summary>
public sealed class HeldRole
{
    public Guid AccountId { get; init; }

    public Account Account { get; init; } = null!;

    public required AccountRole Role { get; init; }
}

public static class RoleRules
{
    /// <summary>
    /// Roles of who is so by a person behind the account: a client's file hangs on the one, a volunteer's pairings on the other. Each stands alone, and is neither
    /// given to nor taken from an account that is there.
    /// </summary>
    public static readonly IReadOnlyList<AccountRole> Alone = [AccountRole.Client, AccountRole.Volunteer];

    /// <summary>Roles of who works here: these can be held together, and are given and taken.</summary>
    public static readonly IReadOnlyList<AccountRole> Given = [.. Enum.GetValues<AccountRole>().Except(Alone)];
}
