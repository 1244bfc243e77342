using System.Globalization;
using System.Text.RegularExpressions;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using Regulatief.Cases.Reminders;

namespace Regulatief.Web.Features.Reminders;

/// <summary>The days of a rule as iCalendar writes it (RFC 5545, RRULE): whole days, few enough, and with an end.</summary>
internal static partial class RepeatRule
{
    // A rule for a day that never comes is given up, and not tried for ever.
    private const int MostStepsToADay = 1_000;
    private const int LongestInterval = 366;

    public static string Of(ReminderRepeat repeat, DateOnly last) =>
        $"{repeat switch { ReminderRepeat.Weekly => "FREQ=WEEKLY", ReminderRepeat.TwoWeekly => "FREQ=WEEKLY;INTERVAL=2", _ => "FREQ=MONTHLY" }};UNTIL={last.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}";

    /// <param name="first">The day that it counts from.</param>
    /// <param name="refusal">Why it is none, as a code of the error texts; null when it is one.</param>
    public static List<DateOnly> DaysOf(string rule, DateOnly first, out string? refusal)
    {
        refusal = Read(rule, first, out var read);
        if (refusal is not null) return [];
        var last = first.AddYears(OwnReminder.MostYears);
        try
        {
            var days = new CalendarEvent { Start = new CalDateTime(first), RecurrenceRule = read }
                .GetOccurrences(new CalDateTime(first), new EvaluationOptions { MaxUnmatchedIncrementsLimit = MostStepsToADay })
                .Select(o => o.Period.StartTime.Date).Take(OwnReminder.MostDays + 1).ToList();
            refusal = days.Count == 0 ? "reminder-never" : days.Count > OwnReminder.MostDays || days[^1] > last ? "reminder-too-long" : null;
            return days;
        }
        catch (EvaluationException)
        {
            refusal = "reminder-never";
            return [];
        }
    }

    private static string? Read(string rule, DateOnly first, out RecurrenceRule? read)
    {
        read = null;
        if (!Shape().IsMatch(rule)) return "reminder-rule-unreadable";
        try
        {
            read = new RecurrenceRule(rule);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return "reminder-rule-unreadable";
        }

        if (read.Frequency is not (FrequencyType.Daily or FrequencyType.Weekly or FrequencyType.Monthly or FrequencyType.Yearly) || read.Interval is < 1 or > LongestInterval) return "reminder-rule-unreadable";
        if (read.Count is null && read.Until is null) return "reminder-without-end";
        if (read.Count > OwnReminder.MostDays || read.Until?.Date > first.AddYears(OwnReminder.MostYears)) return "reminder-too-long";
        // Days end with a day.
        if (read.Until is { } until) read.Until = new CalDateTime(until.Date);
        return null;
    }

    [GeneratedRegex("^((FREQ|COUNT|UNTIL|INTERVAL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=[A-Z0-9,+-]+)(;(FREQ|COUNT|UNTIL|INTERVAL|BYDAY|BYMONTHDAY|BYMONTH|BYSETPOS|WKST)=[A-Z0-9,+-]+)*$")]
    private static partial Regex Shape();
}

/// <summary>How often one is reminded again.</summary>
public enum ReminderRepeat
{
    Never,
    Weekly,
    TwoWeekly,
    Monthly,
}
