using System.Globalization;

namespace Regulatief.Web.Features.Shared.Language;

/// <summary>The languages of the pages. Dutch unless a person chose English, which a cookie remembers.</summary>
public static class Languages
{
    public static readonly CultureInfo Dutch = new("nl");
    public static readonly CultureInfo English = new("en");

    public static readonly IReadOnlyList<CultureInfo> All = [Dutch, English];

    public static CultureInfo Current =>
        CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == English.Name ? English : Dutch;
}
