using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace Regulatief.Web.Features.Shared.Language;

[AllowAnonymous]
public sealed class LanguageController : Controller
{
    /// <summary>Remembers the language for a year and returns to the page that asked.</summary>
    [HttpPost("taal")]
    public IActionResult Choose(string language, string returnUrl)
    {
        var chosen = Languages.All.SingleOrDefault(known => known.Name == language) ?? Languages.Dutch;
        Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(chosen)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps, IsEssential = true });

        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }
}
