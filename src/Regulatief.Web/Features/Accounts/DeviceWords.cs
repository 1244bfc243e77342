namespace Regulatief.Web.Features.Accounts;

/// <summary>A device in words that its owner knows it by, from what its browser says of itself.</summary>
internal static class DeviceWords
{
    // In the order in which they must be asked: each of the first also says it is one of the later.
    private static readonly (string Sign, string Name)[] Browsers = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Sign, string Name)[] Systems = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")];

    /// <returns>Null when it is no browser that is known here.</returns>
    public static string? Of(string userAgent)
    {
        var browser = Browsers.FirstOrDefault(b => userAgent.Contains(b.Sign, StringComparison.Ordinal)).Name;
        var system = Systems.FirstOrDefault(s => userAgent.Contains(s.Sign, StringComparison.Ordinal)).Name;
        return browser is null ? null : system is null ? browser : $"{browser}, {system}";
    }
}
