namespace Regulatief.Web.Hosting.Options;

/// <summary>ASP.NET Core's own setting <c>AllowedHosts</c>: the names by which the product may be asked for. What a browser sends as <c>Host</c> ends in addresses that the product tells.</summary>
internal static class AllowedHosts
{
    private const string Setting = "AllowedHosts";

    /// <summary>Why the product cannot serve; null when it can. In Development any name is good.</summary>
    public static string? Refusal(IConfiguration configuration, IHostEnvironment environment) =>
        environment.IsDevelopment() || configuration[Setting] is { Length: > 0 } hosts && !hosts.Split(';').Contains("*")
            ? null
            : $"AllowedHosts is '{configuration[Setting]}'; expected the names by which people ask for the product, for instance \"regulatief.example.nl\", with semicolons between them.";
}
