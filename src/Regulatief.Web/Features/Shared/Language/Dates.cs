using System.Globalization;

namespace Regulatief.Web.Features.Shared.Language;

/// <summary>Dates and times as the pages write them: in the language of the request, in Europe/Amsterdam.</summary>
public sealed class Dates(TimeProvider clock, Texts texts)
{
    private static readonly TimeZoneInfo Amsterdam = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    public DateOnly Today => DayOf(clock.GetUtcNow());

    /// <summary>"di 24 nov 2026".</summary>
    public string Day(DateOnly day) => Write(day, "ddd d MMM yyyy");

    /// <summary>"di 24 nov": where the year is clear.</summary>
    public string ShortDay(DateOnly day) => Write(day, "ddd d MMM");

    /// <summary>"dinsdag 24 november 2026".</summary>
    public string LongDay(DateOnly day) => Write(day, "dddd d MMMM yyyy");

    /// <inheritdoc cref="Day(DateOnly)"/>
    public string Day(DateTimeOffset instant) => Day(DayOf(instant));

    /// <summary>"di 24 nov 2026, 14:30".</summary>
    public string Moment(DateTimeOffset instant) => $"{Day(instant)}, {Time(instant)}";

    /// <summary>"14:30".</summary>
    public string Time(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Amsterdam).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"over 3 dagen", "morgen", "vandaag", "2 dagen te laat": how far away a day is on which something must be ready.</summary>
    public string Due(DateOnly day) => (day.DayNumber - Today.DayNumber) switch
    {
        0 => texts["Dates.Today"],
        1 => texts["Dates.Tomorrow"],
        > 1 and var ahead => texts["Dates.InDays", ahead],
        var behind => texts.Count("Dates.DaysLate", -behind),
    };

    /// <summary>"over 3 dagen", "vandaag", "gisteren", "5 dagen geleden": how far away a day is, without judgement.</summary>
    public string Distance(DateOnly day) => (day.DayNumber - Today.DayNumber) switch
    {
        -1 => texts["Dates.Yesterday"],
        < -1 and var behind => texts["Dates.DaysAgo", -behind],
        _ => Due(day),
    };

    public static DateOnly DayOf(DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Amsterdam).DateTime);

    // Some versions of the system's language data write "nov." where others write "nov".
    private static string Write(DateOnly day, string format) =>
        day.ToString(format, Languages.Current).Replace(".", "", StringComparison.Ordinal);
}
