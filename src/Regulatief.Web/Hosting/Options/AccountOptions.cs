namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>Accounts</c>.</summary>
public sealed record AccountOptions
{
    public const string Section = "Accounts";

    /// <summary>Whether people may log in with a password or passkey of this program; else by the organisation's own log-in alone.</summary>
    public bool Local { get; init; } = true;

    /// <returns>Null when the settings can be used.</returns>
    public string? Problem(FederationOptions federation) =>
        Local || federation.IsOn ? null : "Accounts:Local is false and OpenIdConnect:Authority is empty, so nobody could log in; expected one of the two to be set.";
}
