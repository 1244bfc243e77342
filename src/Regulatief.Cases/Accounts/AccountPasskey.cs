using Microsoft.AspNetCore.Identity;

namespace Regulatief.Cases.Accounts;

/// <summary>A key on a device of its owner, or in their password manager, with which they log in without a password.</summary>
public sealed class AccountPasskey : IdentityUserPasskey<Guid>
{
    public const int MaxName = 60;

    /// <summary>Null until it is used for the first time.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}
