using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Regulatief.Engine.Stimuli;

/// <summary>A cron expression: minute, hour, day, month, weekday, with seconds in front if there are six fields. Europe/Amsterdam.</summary>
/// <remarks>
/// <c>*</c>, lists, ranges, steps and English three-letter names. Sunday is 0 and 7. When both day fields are narrowed, either is enough, as cron
/// does. A local time that the clock skips fires at the first instant after the gap; one that comes twice fires at the first.
/// </remarks>
public sealed class CronSchedule
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    // Leap days and weekdays repeat within 28 years, save around 2100.
    private const int YearsAhead = 40;

    private readonly SortedSet<int> seconds;
    private readonly SortedSet<int> minutes;
    private readonly SortedSet<int> hours;
    private readonly SortedSet<int> days;
    private readonly SortedSet<int> months;
    private readonly SortedSet<int> weekdays;

    private CronSchedule(IReadOnlyList<SortedSet<int>> fields)
    {
        (seconds, minutes, hours, days, months) = (fields[0], fields[1], fields[2], fields[3], fields[4]);
        weekdays = [.. fields[5].Select(d => d % 7)];
    }

    /// <summary>Reads an expression of five or six fields.</summary>
    public static bool TryParse(string expression, [NotNullWhen(true)] out CronSchedule? schedule)
    {
        schedule = null;
        var parts = expression.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length is not 5 and not 6)
        {
            return false;
        }

        string[] all = parts.Length == 5 ? ["0", .. parts] : parts;
        SortedSet<int>?[] fields =
        [
            Field(all[0], 0, 59, []), Field(all[1], 0, 59, []), Field(all[2], 0, 23, []),
            Field(all[3], 1, 31, []), Field(all[4], 1, 12, Months), Field(all[5], 0, 7, Weekdays),
        ];
        if (fields.Contains(null))
        {
            return false;
        }

        schedule = new CronSchedule([.. fields.OfType<SortedSet<int>>()]);
        return true;
    }

    /// <summary>The first instant after this one, UTC; null when none comes within forty years.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Zone).DateTime;
        for (var day = local.Date; day < local.Date.AddYears(YearsAhead); day = day.AddDays(1))
        {
            if (!IsDay(day))
            {
                continue;
            }

            var instants = Times(day).Select(ToInstant).Where(at => at > instant);
            if (instants.Cast<DateTimeOffset?>().FirstOrDefault() is { } next)
            {
                return next;
            }
        }

        return null;
    }

    private bool IsDay(DateTime day)
    {
        var byDay = days.Contains(day.Day);
        var byWeekday = weekdays.Contains((int)day.DayOfWeek);
        var bothNarrowed = days.Count < 31 && weekdays.Count < 7;
        return months.Contains(day.Month) && (bothNarrowed ? byDay || byWeekday : byDay && byWeekday);
    }

    private IEnumerable<DateTime> Times(DateTime day) =>
        from hour in hours from minute in minutes from second in seconds select day.Add(new TimeSpan(hour, minute, second));

    private static DateTimeOffset ToInstant(DateTime local)
    {
        while (Zone.IsInvalidTime(local))
        {
            local = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0, local.Kind).AddMinutes(1);
        }

        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private static SortedSet<int>? Field(string text, int low, int high, string[] names)
    {
        var values = new SortedSet<int>();
        foreach (var item in text.Split(','))
        {
            var (range, stepText) = item.Split('/') switch
            {
                [var whole] => (whole, "1"),
                [var before, var after] => (before, after),
                _ => ("", ""),
            };
            var ends = range is "*" or "?" ? [low, high] : range.Split('-').Select(t => Value(t, low, names)).ToArray();
            if (!int.TryParse(stepText, NumberStyles.None, CultureInfo.InvariantCulture, out var step) || step == 0 || ends.Length > 2)
            {
                return null;
            }

            var (from, to) = (ends[0], ends.Length == 2 ? ends[1] : item.Contains('/', StringComparison.Ordinal) ? high : ends[0]);
            if (from is null || to is null || from < low || to > high || from > to)
            {
                return null;
            }

            for (var value = from.Value; value <= to; value += step)
            {
                values.Add(value);
            }
        }

        return values;
    }

    private static int? Value(string text, int low, string[] names)
    {
        var named = Array.IndexOf(names, text);
        return named >= 0 ? named + low
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : null;
    }
}
