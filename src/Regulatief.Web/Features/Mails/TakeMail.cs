using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Calendars;

namespace Regulatief.Web.Features.Mails;

/// <summary>Takes the mail that was promised longest ago. From its commit on nobody else does: it goes at most once.</summary>
/// <returns>Null when nothing is to be sent now.</returns>
public sealed record TakeMailCommand : ICommand<MailToSend?>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Mail>();
}

/// <param name="Address">Null when the account has none any more, or is closed.</param>
/// <param name="Language">In which they are addressed; null when they never said.</param>
/// <param name="Path">As it is kept: encrypted. Null for the site itself.</param>
public sealed record MailToSend(Guid Id, MailKind Kind, string? Address, string? Language, string? Path)
{
    /// <summary>What the calendar of who gets it is to hold; null for mails about no meeting.</summary>
    public CalendarEntry? Entry { get; init; }

    /// <summary>With made-up values.</summary>
    public bool IsTest { get; init; }

    /// <summary>A later one says it all.</summary>
    public bool IsOutdated { get; init; }
}

internal sealed class TakeMailHandler(RegulatiefDbContext db, AuditTrail trail, TimeProvider time) : IRequestHandler<TakeMailCommand, MailToSend?>
{
    public async Task<MailToSend?> Handle(TakeMailCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var next = await db.Mails.DueBy(now).OrderBy(m => m.DueAt).Select(m => new { m.Id, m.AccountId }).FirstOrDefaultAsync(cancellationToken);
        // Of two workers on a server the second finds it taken, and comes again.
        if (next is null || await db.Mails.Where(m => m.Id == next.Id && m.TakenAt == null).ExecuteUpdateAsync(set => set.SetProperty(m => m.TakenAt, now), cancellationToken) == 0) return null;

        trail.About(AuditSubject.Of<Mail>(next.Id));
        var to = await db.Accounts.Where(a => a.Id == next.AccountId && a.IsActive).Select(a => new { a.Email, a.Language }).SingleOrDefaultAsync(cancellationToken);
        var mail = await db.Mails.AsNoTracking().SingleAsync(m => m.Id == next.Id, cancellationToken);
        var toSend = new MailToSend(mail.Id, mail.Kind, to?.Email, to?.Language, mail.Path) { IsTest = mail.IsTest };
        if (mail.SubjectId is not { } subject) return toSend;

        var meeting = await db.Meetings.AsNoTracking().SingleAsync(m => m.Id == MeetingId.From(subject), cancellationToken);
        return meeting.Sequence == mail.Sequence && meeting.LastAgreed is { } when
            ? toSend with { Entry = new CalendarEntry(meeting.Id, meeting.Sequence, when, mail.Kind == MailKind.MeetingCalledOff, mail.Role!.Value) }
            : toSend with { IsOutdated = true };
    }
}
