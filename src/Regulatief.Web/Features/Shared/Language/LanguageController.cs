using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Shared.Language;

[AllowAnonymous]
public sealed class LanguageController(IHostEnvironment environment) : Controller
{
    public static string CookieIn(IHostEnvironment environment) => Cookies.NameOf("regulatief-language", environment);

    /// <summary>Has the browser ask in this language for a year; in Dutch where there is no such language.</summary>
    public static void Remember(HttpContext context, IHostEnvironment environment, string language) => context.Response.Cookies.Append(
        CookieIn(environment),
        CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(Languages.All.SingleOrDefault(known => known.Name == language) ?? Languages.Dutch)),
        new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true });

    /// <summary>Remembers the language for a year and returns to the page that asked.</summary>
    [HttpPost("taal")]
    public IActionResult Choose(string language, string returnUrl)
    {
        Remember(HttpContext, environment, language);
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }
}
