using Microsoft.AspNetCore.Identity;

namespace Regulatief.Cases.Accounts;

/// <summary>Someone who can log in. The user name is theirs; what they may see follows from the role and their assignments.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public required AccountRole Role { get; set; }

    public required string DisplayName { get; set; }

    public bool IsActive { get; set; } = true;
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
