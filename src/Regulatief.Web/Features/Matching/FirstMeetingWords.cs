using System.Globalization;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Matching;

/// <summary>A first meeting in one line: the day, the time when there is one, and the place.</summary>
internal static class FirstMeetingWords
{
    public static string FirstMeeting(this Dates dates, DateOnly on, TimeOnly? at, string? place) =>
        string.Join(", ", new[] { dates.LongDay(on), at?.ToString("HH:mm", CultureInfo.InvariantCulture), place }.OfType<string>());
}
