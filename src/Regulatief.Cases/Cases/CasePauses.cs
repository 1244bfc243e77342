using Regulatief.Cases.Time;

namespace Regulatief.Cases.Cases;

/// <summary>How a pause moves what stood still in it: by the calendar of Amsterdam, so that eight in the morning stays eight in the morning.</summary>
internal static class CasePauses
{
    public static int Days(DateTimeOffset from, DateTimeOffset to) => LegalTime.DateOf(to).DayNumber - LegalTime.DateOf(from).DayNumber;

    /// <summary>The last day of a term after a pause: a working day, so it may lie further than the pause lasted.</summary>
    public static DateOnly LastDayAfter(DateOnly dueOn, int days, WorkingCalendar calendar) => days > 0 ? calendar.Add(dueOn.AddDays(days), 0) : dueOn;

    public static DateTimeOffset Later(DateTimeOffset dueAt, int days) => LegalTime.At(LegalTime.DateOf(dueAt).AddDays(days), LegalTime.TimeOf(dueAt));
}
