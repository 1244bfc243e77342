using Regulatief.Cases.Accounts;

namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>OpenIdConnect</c>: the log-in of the organisation itself, which speaks OpenID Connect.</summary>
public sealed record FederationOptions
{
    public const string Section = "OpenIdConnect";

    /// <summary>As long as a link to an account keeps it.</summary>
    private const int MaxAuthority = 128;

    /// <summary>The issuer, under which its <c>.well-known/openid-configuration</c> stands; empty for none.</summary>
    public string Authority { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string ClientSecret { get; init; } = "";

    /// <summary>The claim of the id token that says what somebody may be here.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>Values of <c>amr</c> or <c>acr</c> by which it says that it asked for two factors, with commas between them; empty when we ask for the second ourselves.</summary>
    public string SecondFactor { get; init; } = "";

    public bool IsOn => Authority.Length > 0;

    /// <returns>Null when the settings can be used.</returns>
    public string? Problem(FederatedRolesOptions roles) => this switch
    {
        { IsOn: false } => null,
        _ when OutsideAddress.Problem("OpenIdConnect:Authority", Authority) is { } problem => problem,
        { Authority.Length: > MaxAuthority } => $"OpenIdConnect:Authority has {Authority.Length} characters; expected at most {MaxAuthority}.",
        { ClientId.Length: 0 } => "OpenIdConnect:ClientId is empty; expected the name under which the organisation's log-in knows this program.",
        { ClientSecret.Length: 0 } => "OpenIdConnect:ClientSecret is empty; expected the secret that the organisation's log-in gave this program.",
        { RoleClaim.Length: 0 } => "OpenIdConnect:RoleClaim is empty; expected the name of the claim that holds roles.",
        _ when roles.IsEmpty => "OpenIdConnect:Roles gives nobody a role; expected for at least one role the values of OpenIdConnect:RoleClaim that give it.",
        _ => null,
    };
}

/// <summary>The settings under <c>OpenIdConnect:Roles</c>: which values of the claim give which of our roles, with commas between them; empty for none.</summary>
public sealed record FederatedRolesOptions
{
    public const string Section = "OpenIdConnect:Roles";

    public string ProbationOfficer { get; init; } = "";

    public string Coordinator { get; init; } = "";

    public string Volunteer { get; init; } = "";

    public string Client { get; init; } = "";

    public string Designer { get; init; } = "";

    public string Manager { get; init; } = "";

    public string PrivacyOfficer { get; init; } = "";

    public string Administrator { get; init; } = "";

    public bool IsEmpty => Written.All(role => role.Values.Length == 0);

    /// <summary>What somebody may be by these values, in the order in which we have our roles.</summary>
    public IReadOnlyList<AccountRole> Given(IReadOnlyCollection<string> values) => [.. Written.Where(role => Parts.Of(role.Values).Any(values.Contains)).Select(role => role.Role).Order()];

    private IEnumerable<(AccountRole Role, string Values)> Written =>
    [
        (AccountRole.ProbationOfficer, ProbationOfficer), (AccountRole.Coordinator, Coordinator), (AccountRole.Volunteer, Volunteer), (AccountRole.Client, Client),
        (AccountRole.Designer, Designer), (AccountRole.Manager, Manager), (AccountRole.PrivacyOfficer, PrivacyOfficer), (AccountRole.Administrator, Administrator),
    ];
}

/// <summary>A setting of several values, with commas between them.</summary>
internal static class Parts
{
    public static string[] Of(string written) => written.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
