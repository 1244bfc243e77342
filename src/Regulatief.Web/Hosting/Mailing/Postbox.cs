using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Text;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Features.Mails;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting.Calendars;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.Mailing;

/// <summary>Promises mails, in the commit of what they are about, and writes them when they go.</summary>
public sealed class Postbox(IOptions<MailOptions> options, IDataProtectionProvider protection, MessageTemplates templates, CalendarFile calendar, TimeProvider time)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Regulatief.Mail");

    /// <summary>Whether this person can be sent anything.</summary>
    public bool Reaches(Account account) => options.Value.IsOn && account.Email is not null;

    /// <param name="path">Where its link leads within this site; null for the site itself.</param>
    /// <param name="until">From then on it is of no use.</param>
    /// <param name="isTest">Whether it is written with made-up values.</param>
    public void Promise(RegulatiefDbContext db, Account account, MailKind kind, string? path, DateTimeOffset until, bool isTest = false)
    {
        var now = time.GetUtcNow();
        db.Mails.Add(new Mail
        {
            AccountId = account.Id, Kind = kind, Path = path is null ? null : _protector.Protect(path), PromisedAt = now, DueAt = now, UntilAt = until, IsTest = isTest,
        });
    }

    /// <summary>What their calendar is to hold, or to let go of.</summary>
    /// <param name="until">From then on it is of no use.</param>
    public void Promise(RegulatiefDbContext db, PersonInRole person, ThreeWayMeeting meeting, bool isCalledOff, DateTimeOffset until)
    {
        var now = time.GetUtcNow();
        db.Mails.Add(new Mail
        {
            AccountId = person.AccountId,
            Role = person.Role,
            Kind = isCalledOff ? MailKind.MeetingCalledOff : MailKind.Meeting,
            SubjectId = meeting.Id.Value,
            Sequence = meeting.Sequence,
            PromisedAt = now,
            DueAt = now,
            UntilAt = until,
        });
    }

    /// <summary>In the language of who gets it; of who never said, in Dutch and below it in English.</summary>
    /// <returns>Null when the keys with which its link was encrypted are gone.</returns>
    public MimeMessage? Write(MailToSend mail, string address)
    {
        if ((mail.Entry is { } talk ? talk.PageAt(new Uri(options.Value.Site)).AbsoluteUri : LinkOf(mail.Path)) is not { } link) return null;
        var written = Languages.All.Where(language => mail.Language is null || language.Name == mail.Language).Select(language =>
            templates.Write(NoticeChannel.Mail, mail.Kind, language, mail.IsTest ? MessageFields.MadeUp(link, language) : new(link, mail.Entry is { } entry ? Moment(entry, language) : ""))).ToList();
        var message = new MimeMessage { Subject = written[0].Subject, MessageId = $"{mail.Id}@{new Uri(options.Value.Site).Host}" };
        message.From.Add(MailboxAddress.Parse(options.Value.From));
        message.To.Add(new MailboxAddress(null, address));
        // So that no program answers that somebody is away (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        var body = new TextPart(TextFormat.Plain) { Text = string.Join("\n\n-----\n\n", written.Select(one => one.Body)) };
        message.Body = mail.Entry is { } meeting ? WithCalendar(body, meeting, address, LanguageOf(mail)) : body;
        return message;
    }

    /// <summary>As calendars expect it: beside the text for who has none, and as a file for programs that look for one.</summary>
    private MultipartAlternative WithCalendar(TextPart body, CalendarEntry entry, string address, CultureInfo language)
    {
        var part = new TextPart("calendar") { Text = calendar.Sent(entry, new Uri(options.Value.Site), MailboxAddress.Parse(options.Value.From).Address, address, language) };
        part.ContentType.Parameters.Add("method", CalendarFile.MethodOf(entry));
        part.ContentType.Name = "afspraak.ics";
        return new MultipartAlternative(body, part);
    }

    private static CultureInfo LanguageOf(MailToSend mail) => Languages.All.First(language => mail.Language is null || language.Name == mail.Language);

    private static string Moment(CalendarEntry entry, CultureInfo language) => $"{entry.Time.On.ToString("D", language)}, {LegalTime.Local(entry.Time.StartsAt).ToString("HH:mm", CultureInfo.InvariantCulture)}";

    private string? LinkOf(string? path)
    {
        var site = options.Value.Site.TrimEnd('/');
        if (path is null) return site;
        try
        {
            return site + _protector.Unprotect(path);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
