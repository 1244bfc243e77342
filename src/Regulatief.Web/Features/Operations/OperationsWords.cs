using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Operations;

internal static class OperationsWords
{
    /// <summary>"12 minuten": in the largest unit that fills.</summary>
    public static string Age(this Texts texts, TimeSpan age) => age switch
    {
        { TotalDays: >= 2 } => texts["Operations.Age.Days", (int)age.TotalDays],
        { TotalHours: >= 2 } => texts["Operations.Age.Hours", (int)age.TotalHours],
        { TotalMinutes: >= 2 } => texts["Operations.Age.Minutes", (int)age.TotalMinutes],
        _ => texts["Operations.Age.Seconds", (int)age.TotalSeconds],
    };

    /// <summary>"elke 15 seconden".</summary>
    public static string Every(this Texts texts, int seconds) => seconds switch
    {
        >= 3600 => texts.Count("Operations.Every.Hours", seconds / 3600),
        >= 60 => texts.Count("Operations.Every.Minutes", seconds / 60),
        _ => texts.Count("Operations.Every.Seconds", seconds),
    };
}
