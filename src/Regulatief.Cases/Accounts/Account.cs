using Microsoft.AspNetCore.Identity;

namespace Regulatief.Cases.Accounts;

/// <summary>Someone who can log in. The user name is theirs; what they may see follows from the role that they act in and their assignments.</summary>
/// <remarks>Of Identity's columns <c>TwoFactorEnabled</c> says whether there is a second factor of whatever kind: an authenticator or a passkey.</remarks>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>One, or more of those that can be held together (<see cref="RoleRules"/>); never none.</summary>
    public List<HeldRole> Roles { get; init; } = [];

    /// <summary>In which a log-in begins when nothing says otherwise.</summary>
    public AccountRole FirstRole => Roles.Min(r => r.Role);

    public required string DisplayName { get; set; }

    public bool IsActive { get; set; } = true;

    /// <summary>In which its owner is addressed, as <c>nl</c> or <c>en</c>; null for the one that the browser chose. Of Identity's columns mail and telephone are those for colleagues.</summary>
    public string? Language { get; set; }

    /// <summary>How its owner would like to be reached; null when they said nothing.</summary>
    public ContactWay? PreferredContact { get; set; }

    public bool Has(AccountRole role) => Roles.Exists(r => r.Role == role);

    /// <summary>The half minute, counted from 1970, of the last code of the authenticator that was taken: that one and those before it are taken no more.</summary>
    public long? LastCodeStep { get; set; }

    /// <summary>Wrong codes since the last right one. Only who has the password, or a log-in, can send any: nobody makes the owner wait from outside.</summary>
    public int WrongCodeCount { get; set; }

    /// <summary>Until then no code is taken; null when it does not wait.</summary>
    public DateTimeOffset? CodesWaitUntil { get; set; }

    /// <summary>Leaves the id that audit rows name, and nothing of its owner. Nobody logs in with it again.</summary>
    public void CloseForGood()
    {
        IsActive = false;
        DisplayName = "–";
        UserName = $"gewist-{Id:N}";
        NormalizedUserName = UserName.ToUpperInvariant();
        (Email, NormalizedEmail, PhoneNumber, PreferredContact, PasswordHash) = (null, null, null, null, null);
        (TwoFactorEnabled, LastCodeStep, SecurityStamp) = (false, null, Guid.NewGuid().ToString());
    }
}

public enum AccountRole
{
    /// <summary>Toezichthouder; in COSA the circle coordinator. The professional party of a case.</summary>
    ProbationOfficer,
    Coordinator,
    Volunteer,
    Client,
    Designer,
    Manager,
    PrivacyOfficer,
    Administrator,
}
