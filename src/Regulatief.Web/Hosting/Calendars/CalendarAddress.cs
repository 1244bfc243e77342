using Microsoft.Extensions.Options;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.Calendars;

/// <summary>Where people reach the product, for what they take out of it.</summary>
public sealed class CalendarAddress(IOptions<MailOptions> mail)
{
    /// <summary>As the settings say for mail; else as whoever asks reached it.</summary>
    public Uri Of(HttpRequest request) => mail.Value.Site.Length > 0 ? new Uri(mail.Value.Site) : new Uri($"{request.Scheme}://{request.Host}{request.PathBase}");

    /// <param name="site">May have a path of its own, which an address that begins with a slash would lose.</param>
    /// <param name="path">Without a slash before it.</param>
    public static Uri Below(Uri site, string path) => new($"{site.AbsoluteUri.TrimEnd('/')}/{path}");
}
