using NodaTime;
using NodaTime.Extensions;
using PublicHoliday;

namespace Regulatief.Tests.Robustness;

/// <summary>Days and hours in Amsterdam as two libraries keep them, beside the product's own: what the year is judged by.</summary>
internal sealed class YearCalendar
{
    private static readonly DateTimeZone Amsterdam = DateTimeZoneProviders.Tzdb["Europe/Amsterdam"];
    private static readonly DutchPublicHoliday Library = new();
    private static readonly Dictionary<int, HashSet<DateOnly>> Holidays = [];

    private readonly HashSet<DateOnly> _closed = [];

    public static YearCalendar OfLaw { get; } = new();

    public static DateOnly DayOf(DateTimeOffset at) => at.ToInstant().InZone(Amsterdam).Date.ToDateOnly();

    public static TimeOnly TimeOf(DateTimeOffset at) => at.ToInstant().InZone(Amsterdam).TimeOfDay.ToTimeOnly();

    public static DateTimeOffset At(DateOnly day, int hour, int minute = 0) => At(day, new TimeOnly(hour, minute));

    /// <summary>A time that the clock skips is the first after it, one that comes twice the first of the two.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var mapped = Amsterdam.MapLocal(day.ToLocalDate() + time.ToLocalTime());
        return (mapped.Count == 0 ? mapped.LateInterval.Start : mapped.First().ToInstant()).ToDateTimeOffset();
    }

    /// <summary>Exclusive.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => At(day.AddDays(1), 0);

    public void Close(DateOnly from, DateOnly until)
    {
        for (var day = from; day <= until; day = day.AddDays(1)) _closed.Add(day);
    }

    public bool IsOpen(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_closed.Contains(day) && !HolidaysOf(day.Year).Contains(day);

    /// <summary>So many open days further, or back; 0 is the day itself, or the first open one after it.</summary>
    public DateOnly Add(DateOnly day, int count)
    {
        if (count == 0)
            while (!IsOpen(day)) day = day.AddDays(1);
        for (var left = Math.Abs(count); left > 0;)
            if (IsOpen(day = day.AddDays(Math.Sign(count)))) left--;
        return day;
    }

    /// <summary>How many open days after the first one, the last included.</summary>
    public int Between(DateOnly from, DateOnly to)
    {
        var open = 0;
        for (var day = from; day < to;)
            if (IsOpen(day = day.AddDays(1))) open++;
        return open;
    }

    // By the collective agreement Liberation Day is a day off once in five years.
    private static HashSet<DateOnly> HolidaysOf(int year) => Holidays.TryGetValue(year, out var known)
        ? known
        : Holidays[year] = [.. Library.PublicHolidays(year).Select(DateOnly.FromDateTime).Where(day => day != new DateOnly(year, 5, 5) || year % 5 == 0)];
}
