namespace Regulatief.Web.Hosting.Options;

/// <summary>An address of another program that a setting names: what goes there is for nobody on the way.</summary>
internal static class OutsideAddress
{
    /// <returns>Null when it can be used; else what is wrong with it, by the name of its setting.</returns>
    public static string? Problem(string setting, string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.IsLoopback && uri.Scheme == Uri.UriSchemeHttp))
            ? null
            : $"{setting} is '{address}'; expected an absolute https address, or an http one of this machine.";

    /// <summary>The client that sends there. It follows no redirect, which would take what is sent, and its key, to an address that nobody chose.</summary>
    public static void AddOutsideClient(this IServiceCollection services, string name) =>
        services.AddHttpClient(name, client => client.Timeout = TimeSpan.FromSeconds(30)).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
}
