using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Calendars;

namespace Regulatief.Web.Features.Meetings;

/// <param name="Feed">The address just made; null otherwise.</param>
public sealed record DiaryFeedPage(Uri? Feed, bool WasMade);

/// <summary>When one meets, by the week and by the month.</summary>
[Authorize(Policies.AroundClient)]
public sealed class DiaryController(Texts texts, Dates dates, CalendarFile calendar, CalendarAddress address) : PageController
{
    private const string FeedPage = "/agenda/eigen-agenda";

    /// <param name="week">The year and week (ISO 8601), as in <c>2026-W49</c>; anything else is this week.</param>
    [HttpGet("/agenda")]
    public async Task<IActionResult> Week([FromQuery(Name = "week")] string? week)
    {
        var period = DiaryPeriod.WeekOf(week, dates.Today);
        return View("DiaryWeek", new ShownDiary(await DiaryAsync(period), period, dates.Today));
    }

    /// <param name="month">As in <c>2026-12</c>; anything else is this month.</param>
    [HttpGet("/agenda/maand")]
    public async Task<IActionResult> Month([FromQuery(Name = "maand")] string? month)
    {
        var period = DiaryPeriod.MonthOf(month, dates.Today);
        return View("DiaryMonth", new ShownDiary(await DiaryAsync(period), period, dates.Today));
    }

    [HttpGet(FeedPage)]
    public IActionResult Feed() => View("DiaryFeed", new DiaryFeedPage(null, false));

    /// <summary>Answers with the page itself: a redirect would have to carry the address.</summary>
    [HttpPost(FeedPage)]
    public Task<IActionResult> MakeFeed() => SendAsync(
        new MakeCalendarFeedCommand(),
        made => View("DiaryFeed", new DiaryFeedPage(made.Secret is { } secret ? CalendarAddress.Below(address.Of(Request), $"agenda/{secret}.ics") : null, true)),
        () => Task.FromResult(Feed()));

    [HttpPost(FeedPage + "/intrekken")]
    public Task<IActionResult> RevokeFeed() => SendAsync(
        new RevokeCalendarFeedCommand(),
        _ =>
        {
            TempData["Notice"] = texts["Diary.Feed.Revoked"];
            return LocalRedirect(FeedPage);
        },
        () => Task.FromResult(Feed()));

    /// <summary>Read by a calendar, which logs in nowhere: whoever has the address reads it.</summary>
    [HttpGet("/agenda/{secret:length(48)}.ics"), AllowAnonymous, EnableRateLimiting(Limits.LogIn)]
    public async Task<IActionResult> Read(string secret)
    {
        var entries = await Mediator.Send(new CalendarFeedQuery(secret), HttpContext.RequestAborted);
        return File(Encoding.UTF8.GetBytes(calendar.Published(entries, address.Of(Request))), CalendarFile.MediaType);
    }

    private Task<Diary> DiaryAsync(DiaryPeriod period) => Mediator.Send(new DiaryQuery(period.First, period.Last), HttpContext.RequestAborted);
}

/// <summary>A week or a month, and those beside it.</summary>
/// <param name="First">The first day that is shown: a Monday.</param>
/// <param name="Last">The last day that is shown: a Sunday.</param>
/// <param name="Of">A day that tells which week or month it is.</param>
public sealed record DiaryPeriod(DateOnly First, DateOnly Last, DateOnly Of, string Previous, string Next)
{
    private const int DaysInWeek = 7;

    public int Week => ISOWeek.GetWeekOfYear(Of.ToDateTime(TimeOnly.MinValue));

    public static DiaryPeriod WeekOf(string? name, DateOnly today)
    {
        var monday = MondayOf(Parsed(name) ?? today);
        return new DiaryPeriod(monday, monday.AddDays(DaysInWeek - 1), monday.AddDays(3), WeekUrl(monday.AddDays(-DaysInWeek)), WeekUrl(monday.AddDays(DaysInWeek)));

        static DateOnly? Parsed(string? name) =>
            name?.Split("-W") is [var year, var week] && int.TryParse(year, CultureInfo.InvariantCulture, out var y) && int.TryParse(week, CultureInfo.InvariantCulture, out var w)
            && y is > 2000 and < 2200 && w >= 1 && w <= ISOWeek.GetWeeksInYear(y) ? DateOnly.FromDateTime(ISOWeek.ToDateTime(y, w, DayOfWeek.Monday)) : null;
    }

    public static DiaryPeriod MonthOf(string? name, DateOnly today)
    {
        var known = DateOnly.TryParseExact($"{name}-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 2200;
        var first = known ? day : new DateOnly(today.Year, today.Month, 1);
        var last = first.AddMonths(1).AddDays(-1);
        return new DiaryPeriod(MondayOf(first), MondayOf(last).AddDays(DaysInWeek - 1), first, NameOf(first.AddMonths(-1)), NameOf(first.AddMonths(1)));

        static string NameOf(DateOnly month) => string.Create(CultureInfo.InvariantCulture, $"/agenda/maand?maand={month:yyyy-MM}");
    }

    /// <summary>Where the week of this period's day is shown.</summary>
    public string Url => WeekUrl(Of);

    public IEnumerable<DateOnly> Days => Enumerable.Range(0, Last.DayNumber - First.DayNumber + 1).Select(First.AddDays);

    private static string WeekUrl(DateOnly day)
    {
        var at = day.ToDateTime(TimeOnly.MinValue);
        return string.Create(CultureInfo.InvariantCulture, $"/agenda?week={ISOWeek.GetYear(at)}-W{ISOWeek.GetWeekOfYear(at):00}");
    }

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + DaysInWeek - 1) % DaysInWeek));
}

public sealed record ShownDiary(Diary Diary, DiaryPeriod Period, DateOnly Today)
{
    public IEnumerable<DiaryMeeting> On(DateOnly day) => Diary.Meetings.Where(m => m.On == day);
}
