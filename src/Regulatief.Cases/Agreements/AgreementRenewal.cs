using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Agreements;

/// <summary>Tells the parties that what they agreed ends, or has ended, and has the professional renew it at the next three-way meeting.</summary>
public static class AgreementRenewal
{
    public const string TaskTitle = "Afspraken vernieuwen bij het volgende driegesprek";

    /// <summary>Once it has ended, and no meeting is planned.</summary>
    private const int TermInWorkingDays = 5;

    /// <summary>Keeps a promise of <see cref="Promise.PromiseAgreementEndAsync"/>. Does nothing about one that was withdrawn or replaced meanwhile.</summary>
    /// <param name="case">Loaded for change.</param>
    public static async Task TellAgreementEndAsync(this RegulatiefDbContext db, AgreementId id, Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var agreement = await db.Agreements.GetAsync(id, cancellationToken);
        if (agreement.Status != AgreementStatus.Signed || @case.IsClosed) return;

        var hasEnded = agreement.LastDay < LegalTime.DateOf(now);
        var news = new AgreementNews(db, agreement, @case, Actor.System, now);
        await news.SettleEndAsync(cancellationToken);
        await news.NotifyOthersAsync(hasEnded ? NoticeKind.AgreementEnded : NoticeKind.AgreementEnding, cancellationToken);
        if (hasEnded) news.Tell(TimelineKind.AgreementEnded);
        if (!await db.HumanTasks.Open().AnyAsync(t => t.CaseId == @case.Id && t.Kind == HumanTaskKind.Agreement, cancellationToken))
            await db.AskToRenewAsync(agreement, @case, now, cancellationToken);
    }

    /// <summary>It ended otherwise: nobody renews it any more.</summary>
    public static async Task CallOffRenewalAsync(this RegulatiefDbContext db, AgreementNews news, CancellationToken cancellationToken)
    {
        await news.SettleEndAsync(cancellationToken);
        await db.CallOffAsync(await db.HumanTasks.Open().RenewalsOf(news.Agreement.Id).ToListAsync(cancellationToken), news.At, cancellationToken);
    }

    /// <summary>Whether it asks for new agreements in the place of its subject, so that neither a signature under that one nor a refusal ends it.</summary>
    public static bool IsRenewal(this HumanTask task) => task is { Kind: HumanTaskKind.Agreement, BookmarkId: null, SubjectId: not null };

    private static IQueryable<HumanTask> RenewalsOf(this IQueryable<HumanTask> tasks, AgreementId id) =>
        tasks.Where(t => t.Kind == HumanTaskKind.Agreement && t.SubjectId == id.Value);

    private static async Task AskToRenewAsync(this RegulatiefDbContext db, InformationSharingAgreement agreement, Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = LegalTime.DateOf(now);
        var meeting = @case.NextMeetingOn >= today ? @case.NextMeetingOn
            : await db.Meetings.Ahead(today).Where(m => m.CaseId == @case.Id).MinAsync(m => (DateOnly?)m.PlannedOn, cancellationToken);
        var calendar = await db.CalendarAsync(cancellationToken);
        var latest = agreement.LastDay < today ? calendar.Add(today, TermInWorkingDays) : agreement.LastDay;
        var task = new HumanTask
        {
            CaseId = @case.Id,
            Kind = HumanTaskKind.Agreement,
            Title = TaskTitle,
            Role = AccountRole.ProbationOfficer,
            SubjectId = agreement.Id.Value,
            Outcomes = ["Agreed"],
            OpenedAt = now,
            DueOn = meeting < latest ? meeting.Value : latest,
        };
        db.HumanTasks.Add(task);
        db.PromiseTerm(task, new Term(TermInWorkingDays), calendar, now, @case.IsPaused);
    }
}
