using System.Net;

namespace Regulatief.Web.Hosting.Options;

/// <summary>The settings under <c>Proxy</c>: whose word is taken for how a request came in.</summary>
public sealed record ProxyOptions
{
    public const string Section = "Proxy";

    /// <summary>Addresses (10.0.0.5) and networks (10.0.0.0/24) of the proxies before this program, with commas between them; empty for none.</summary>
    public string Addresses { get; init; } = "";

    public bool IsOn => Networks().Any();

    /// <returns>Null when the settings can be used.</returns>
    public string? Problem() => Array.Find(Parts, part => NetworkOf(part) is null) is { } wrong
        ? $"Proxy:Addresses holds '{wrong}'; expected addresses (10.0.0.5) and networks (10.0.0.0/24) with commas between them."
        : null;

    public IEnumerable<IPNetwork> Networks() => Parts.Select(NetworkOf).OfType<IPNetwork>();

    private string[] Parts => Addresses.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IPNetwork? NetworkOf(string part) =>
        IPNetwork.TryParse(part, out var network) ? network
        : IPAddress.TryParse(part, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}
