namespace Regulatief.Cases.Time;

/// <summary>Which days are working days, and arithmetic with them: Monday to Friday, without the public holidays that government offices close on.</summary>
/// <remarks>
/// Holidays: New Year, Easter Sunday and Monday, King's Day (27 April; the 26th when that is a Sunday), Liberation Day (every fifth year,
/// when it is a day off by the collective agreement), Ascension, Whit Sunday and Monday, both Christmas days. Good Friday is not one.
/// </remarks>
public sealed class WorkingCalendar
{
    /// <summary>The law's: public holidays alone.</summary>
    public static readonly WorkingCalendar OfLaw = new([]);

    private readonly IReadOnlyList<(DateOnly From, DateOnly Until)> _closed;

    private WorkingCalendar(IReadOnlyList<(DateOnly From, DateOnly Until)> closed) => _closed = closed;

    /// <summary>The same without these days too, each from the first to the last, inclusive.</summary>
    public WorkingCalendar Without(IEnumerable<(DateOnly From, DateOnly Until)> closed) => new([.. _closed, .. closed]);

    public bool IsWorkingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsHoliday(day) && !_closed.Any(c => c.From <= day && day <= c.Until);

    /// <summary>The day that lies <paramref name="count"/> working days after <paramref name="day"/>, which itself does not count.</summary>
    /// <param name="count">Zero gives the day itself, or the first working day after it. Negative counts back.</param>
    public DateOnly Add(DateOnly day, int count)
    {
        var step = count < 0 ? -1 : 1;
        while (count == 0 && !IsWorkingDay(day)) day = day.AddDays(1);
        for (var left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(step);
            if (IsWorkingDay(day)) left--;
        }

        return day;
    }

    /// <summary>How many working days lie after <paramref name="from"/> up to and with <paramref name="to"/>; negative when it lies before.</summary>
    public int Between(DateOnly from, DateOnly to)
    {
        if (to < from) return -Between(to, from);
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
            if (IsWorkingDay(day)) count++;
        return count;
    }

    private static bool IsHoliday(DateOnly day)
    {
        var easter = EasterSunday(day.Year);
        var kingsDay = new DateOnly(day.Year, 4, 27);
        if (kingsDay.DayOfWeek == DayOfWeek.Sunday) kingsDay = kingsDay.AddDays(-1);

        return (day.Month, day.Day) is (1, 1) or (12, 25) or (12, 26)
            || day == kingsDay
            || ((day.Month, day.Day) is (5, 5) && day.Year % 5 == 0)
            || day == easter || day == easter.AddDays(1)
            || day == easter.AddDays(39)
            || day == easter.AddDays(49) || day == easter.AddDays(50);
    }

    // The Gregorian computus of Meeus, Jones and Butcher.
    private static DateOnly EasterSunday(int year)
    {
        var a = year % 19;
        var (b, c) = Math.DivRem(year, 100);
        var (d, e) = Math.DivRem(b, 4);
        var f = (b + 8) / 25;
        var g = (b - f + 1) / 3;
        var h = ((19 * a) + b - d - g + 15) % 30;
        var (i, k) = Math.DivRem(c, 4);
        var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var (month, day) = Math.DivRem(h + l - (7 * m) + 114, 31);
        return new DateOnly(year, month, day + 1);
    }
}
