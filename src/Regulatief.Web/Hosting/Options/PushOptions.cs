namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>Push</c>: messages on devices, by the push services of browsers.</summary>
public sealed record PushOptions
{
    public const string Section = "Push";

    /// <summary>Whom a push service turns to: mailto: with an address, or an https address. Empty for no push.</summary>
    public string Contact { get; init; } = "";

    /// <summary>The pair of keys by which push services know this site (VAPID), base64url; both empty: made at the first start, beside the other keys.</summary>
    public string PublicKey { get; init; } = "";

    public string PrivateKey { get; init; } = "";

    /// <summary>The hosts of push services, with commas between them; what is under one counts too. A browser names where it is reached, so nothing is sent anywhere else.</summary>
    public string Services { get; init; } = "fcm.googleapis.com, push.services.mozilla.com, notify.windows.com, push.apple.com";

    public bool IsOn => Contact.Length > 0;

    private string[] Hosts => Services.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <returns>Null when the settings can be used.</returns>
    public string? Problem() => this switch
    {
        { IsOn: false } => null,
        _ when !Contact.StartsWith("mailto:", StringComparison.Ordinal) && OutsideAddress.Problem("Push:Contact", Contact) is not null =>
            $"Push:Contact is '{Contact}'; expected mailto: with an address, or an https address.",
        _ when (PublicKey.Length == 0) != (PrivateKey.Length == 0) => "Push:PublicKey or Push:PrivateKey is empty; expected both, or neither.",
        { PublicKey.Length: > 0 } when !PushKey.ArePair(PublicKey, PrivateKey) => "Push:PublicKey and Push:PrivateKey are no pair; expected one of P-256, base64url.",
        _ when Hosts.Length == 0 => "Push:Services is empty; expected the hosts of push services.",
        _ => null,
    };

    /// <summary>Whether a browser may be reached there: at a push service by https, and nowhere within the own network.</summary>
    public bool Accepts(string? endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && OutsideAddress.Problem("", endpoint!) is null && uri.UserInfo.Length == 0 && (uri.IsDefaultPort || uri.IsLoopback)
        && Hosts.Any(host => uri.Host.Equals(host, StringComparison.OrdinalIgnoreCase) || uri.Host.EndsWith($".{host}", StringComparison.OrdinalIgnoreCase));
}
