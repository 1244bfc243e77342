using System.Globalization;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Meetings;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Hosting.Calendars;

/// <summary>What a calendar is to hold of a driegesprek.</summary>
/// <param name="Sequence">A calendar lets the highest win.</param>
/// <param name="Role">In which its reader is there: a client's calendar says less.</param>
public sealed record CalendarEntry(MeetingId Id, int Sequence, MeetingTime Time, bool IsCalledOff, AccountRole Role)
{
    /// <param name="site">Where people reach the product.</param>
    public Uri PageAt(Uri site) => CalendarAddress.Below(site, $"driegesprekken/{Id}");
}

/// <summary>Writes iCalendar (RFC 5545, RFC 5546), which calendars everywhere read. Never a name, an address or a number of a case: calendars are shared, and lie open on desks.</summary>
public sealed class CalendarFile(Texts texts, TimeProvider time)
{
    public const string MediaType = "text/calendar; charset=utf-8";

    private const string Publish = "PUBLISH";

    /// <summary>Those that somebody reads again and again, or takes along.</summary>
    /// <param name="site">Where people reach the product.</param>
    /// <remarks>In the language of the request.</remarks>
    public string Published(IEnumerable<CalendarEntry> entries, Uri site)
    {
        var calendar = CalendarOf(Publish);
        foreach (var entry in entries) calendar.Events.Add(EventOf(entry, site, Languages.Current));
        return Written(calendar);
    }

    /// <summary>An invitation, another time for it, or that it is off: as it stands in a mail.</summary>
    /// <param name="from">The address that the mail comes from.</param>
    /// <param name="to">Whose calendar it is: of nobody else's address.</param>
    /// <param name="language">Of whom it is sent to: no request asks for it.</param>
    public string Sent(CalendarEntry entry, Uri site, string from, string to, CultureInfo language)
    {
        var calendar = CalendarOf(MethodOf(entry));
        var meeting = EventOf(entry, site, language);
        meeting.Organizer = new Organizer($"mailto:{from}") { CommonName = "Regulatief" };
        // They said yes on the page: the product takes no answer by mail.
        meeting.Attendees = [new Attendee($"mailto:{to}") { Rsvp = false, ParticipationStatus = EventParticipationStatus.Accepted }];
        calendar.Events.Add(meeting);
        return Written(calendar);
    }

    public static string MethodOf(CalendarEntry entry) => entry.IsCalledOff ? "CANCEL" : "REQUEST";

    private static Ical.Net.Calendar CalendarOf(string method) => new() { Method = method, ProductId = "-//Regulatief//Regulatief//NL" };

    private CalendarEvent EventOf(CalendarEntry entry, Uri site, CultureInfo language)
    {
        var page = entry.PageAt(site);
        return new CalendarEvent
        {
            Uid = $"{entry.Id}@{site.Host}",
            Sequence = entry.Sequence,
            DtStamp = At(time.GetUtcNow()),
            Start = At(entry.Time.StartsAt),
            End = At(entry.Time.EndsAt),
            Summary = texts.In(language, entry.Role == AccountRole.Client ? "Calendar.Talk" : "Calendar.Meeting"),
            Location = texts.In(language, Texts.KeyOf(entry.Time.Place)),
            Description = texts.In(language, "Calendar.More", page),
            Url = page,
            Status = entry.IsCalledOff ? EventStatus.Cancelled : EventStatus.Confirmed,
        };
    }

    private static CalDateTime At(DateTimeOffset instant) => new(instant.UtcDateTime);

    private static string Written(Ical.Net.Calendar calendar) => new CalendarSerializer().SerializeToString(calendar)!;
}
