namespace Regulatief.Web.Hosting;

/// <summary>What each cookie of the product is called, and over what it goes.</summary>
public static class Cookies
{
    /// <summary>Outside Development under the prefix by which a browser takes a cookie from this host alone, over https, for all of it: no neighbour can set it.</summary>
    public static string NameOf(string name, IHostEnvironment environment) => environment.IsDevelopment() ? name : $"__Host-{name}";

    public static void Name(CookieBuilder cookie, string name, IHostEnvironment environment) => (cookie.Name, cookie.Path) = (NameOf(name, environment), "/");

    /// <summary>Over https alone; on a developer's machine as the page was asked for.</summary>
    public static CookieSecurePolicy SecurePolicy(IHostEnvironment environment) =>
        environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
}
