using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Reminders;
using Regulatief.Cases.Time;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.MyWork;

/// <summary>The actor's open tasks by when they are due. Those of a case on hold are apart: their terms stand still.</summary>
public sealed record WorkTasks(IReadOnlyList<TaskRow> Late, IReadOnlyList<TaskRow> Today, IReadOnlyList<TaskRow> ThisWeek, IReadOnlyList<TaskRow> Later)
{
    public int Count => Late.Count + Today.Count + ThisWeek.Count + Later.Count;
}

/// <param name="Url">Where what it tells of is to be seen.</param>
public sealed record WorkNotice(Guid Id, NoticeKind Kind, int? CaseNumber, string Url, DateTimeOffset At)
{
    /// <summary>What somebody has themselves reminded of; null for all else.</summary>
    public string? Words { get; init; }
}

/// <param name="StartsAt">Null while there is a day and no time.</param>
public sealed record WorkMeeting(MeetingId Id, CaseId CaseId, int CaseNumber, string ClientName, DateOnly On, DateTimeOffset? StartsAt);

/// <summary>What the start pages have in common.</summary>
internal sealed class WorkParts(RegulatiefDbContext db, Actor actor, Texts texts, ReadAudit reads, TimeProvider time)
{
    private const int WeekInDays = 7;
    private const int MostNotices = 20;

    private readonly HashSet<Guid> _shown = [];

    public DateOnly Today => time.Today();

    /// <summary>These too are on the page.</summary>
    public void Shows(IEnumerable<CaseId> cases) => _shown.UnionWith(cases.Select(id => id.Value));

    /// <summary>One row for the page, by the cases on it: what there is of each of them it does not tell.</summary>
    /// <param name="action">The query's name.</param>
    public Task RecordAsync(string action, CancellationToken cancellationToken) => reads.RecordListAsync(actor, action, null, nameof(Case), _shown, cancellationToken);

    public async Task<WorkTasks> TasksAsync(CancellationToken cancellationToken)
    {
        var tasks = await db.HumanTasks.VisibleTo(actor).Open().OrderBy(t => t.DueOn).ThenBy(t => t.OpenedAt)
            .Select(t => new { t.Id, t.CaseId, t.Title, t.DueOn, t.Case.Number, t.Case.Client, t.Case.Phase, IsPaused = t.Case.PausedAt != null, Project = t.Case.Project.Name, t.AssigneeId })
            .AsNoTracking().ToListAsync(cancellationToken);
        Shows(tasks.Select(t => t.CaseId));
        // Coordinators share their tasks: who works on one, and to whom it is given, stands beside it.
        var isShared = actor.Role == AccountRole.Coordinator;
        var names = isShared ? await db.NamesForAsync(actor.Role, [.. tasks.Select(t => t.AssigneeId).OfType<Guid>().Distinct()], cancellationToken) : [];
        var rows = tasks.ConvertAll(t => new TaskRow(
            texts.Shipped(t.Title), $"/taken/{t.Id}", CaseTitle(t.Number, t.Client), texts.Of(t.Phase), t.DueOn, t.IsPaused,
            For: isShared ? t.AssigneeId is { } id ? names.GetValueOrDefault(id, texts["MyWork.Nobody"]) : texts["MyWork.Nobody"] : null, Project: t.Project)
        {
            ForUrl = isShared ? $"/taken/{t.Id}/toewijzen?terug=/" : null,
        });
        if (isShared)
        {
            rows.AddRange(await SupportAsync(cancellationToken));
            rows = [.. rows.OrderBy(r => r.DueOn)];
        }

        var running = rows.Where(r => !r.IsPaused).ToList();
        var soon = Today.AddDays(WeekInDays);
        return new WorkTasks(
            running.FindAll(r => r.DueOn < Today),
            running.FindAll(r => r.DueOn == Today),
            running.FindAll(r => r.DueOn > Today && r.DueOn <= soon),
            [.. running.Where(r => r.DueOn > soon), .. rows.Where(r => r.IsPaused)]);
    }

    /// <summary>What volunteers ask of who coordinates them belongs to no case, and is work all the same.</summary>
    private async Task<List<TaskRow>> SupportAsync(CancellationToken cancellationToken)
    {
        var waiting = await db.SupportRequests.VisibleTo(db, actor).Waiting().Select(r => new { r.Id, r.Volunteer, r.DueOn }).AsNoTracking().ToListAsync(cancellationToken);
        return waiting.ConvertAll(r => new TaskRow(texts["Support.Task"], $"/ondersteuning/{r.Id}", r.Volunteer.NameFor(actor.Role), null, r.DueOn, For: texts["MyWork.Nobody"]));
    }

    public async Task<IReadOnlyList<WorkNotice>> NoticesAsync(CancellationToken cancellationToken)
    {
        var notices = await db.Notices.VisibleTo(db, actor).WantedBy(db, actor).Where(n => n.ReadAt == null).OrderByDescending(n => n.At).Take(MostNotices)
            .Select(n => new { n.Id, n.Kind, n.CaseId, n.SubjectId, n.At, Number = db.Cases.Where(c => c.Id == n.CaseId).Select(c => (int?)c.Number).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        Shows(notices.Select(n => n.CaseId).OfType<CaseId>());
        var reminders = notices.Where(n => n.Kind == NoticeKind.OwnReminder).Select(n => n.SubjectId).OfType<Guid>().ToList();
        var words = reminders.Count == 0 ? [] : await db.OwnReminders.VisibleTo(actor).Where(r => reminders.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.Words, cancellationToken);
        return notices.ConvertAll(n => new WorkNotice(n.Id, n.Kind, n.Number, UrlOf(n.Kind, n.CaseId, n.SubjectId), n.At) { Words = n.SubjectId is { } subject ? words.GetValueOrDefault(subject) : null });
    }

    public async Task<IReadOnlyList<WorkMeeting>> MeetingsThisWeekAsync(CancellationToken cancellationToken)
    {
        var until = Today.AddDays(WeekInDays);
        var own = db.Cases.WorkedOnBy(actor);
        var meetings = await db.Meetings.Ahead(Today).Where(m => m.PlannedOn <= until && own.Any(c => c.Id == m.CaseId && c.PausedAt == null))
            .OrderBy(m => m.PlannedOn).Select(m => new { m.Id, m.CaseId, m.Case.Number, m.Case.Client, m.PlannedOn, StartsAt = (DateTimeOffset?)m.Agreed!.StartsAt }).AsNoTracking().ToListAsync(cancellationToken);
        Shows(meetings.Select(m => m.CaseId));
        return meetings.ConvertAll(m => new WorkMeeting(m.Id, m.CaseId, m.Number, m.Client.NameFor(actor.Role), m.PlannedOn, m.StartsAt));
    }

    /// <summary>A privacy officer reviews what was done, not whom it was about.</summary>
    private string CaseTitle(int number, Regulatief.Cases.Clients.Client client) =>
        actor.Role == AccountRole.PrivacyOfficer ? texts["MyWork.CaseNumber", number] : $"{client.NameFor(actor.Role)} · {number}";

    private string UrlOf(NoticeKind kind, CaseId? caseId, Guid? subjectId) => kind switch
    {
        NoticeKind.TaskReminder or NoticeKind.TaskAssigned or NoticeKind.TaskTakenAway or NoticeKind.TaskLate or NoticeKind.ExceptionInvoked when subjectId is not null => $"/taken/{subjectId}",
        NoticeKind.ExtensionAsked or NoticeKind.ExtensionDecided => $"/taken/{subjectId}/uitstel",
        NoticeKind.TaskEscalated or NoticeKind.NobodyThere => "/escalaties",
        NoticeKind.SignalShared or NoticeKind.SignalReminder or NoticeKind.SignalPickedUp when subjectId is not null => $"/signalen/{subjectId}",
        NoticeKind.AcuteDanger or NoticeKind.DangerPickedUp when subjectId is not null => $"/acuut/{subjectId}",
        NoticeKind.AgreementToSign or NoticeKind.AgreementWithdrawn or NoticeKind.AgreementRefused or NoticeKind.AgreementEnding or NoticeKind.AgreementEnded when subjectId is not null => $"/afspraken/{subjectId}",
        NoticeKind.MeetingProposed or NoticeKind.MeetingAgreed or NoticeKind.MeetingCalledOff => $"/driegesprekken/{subjectId}",
        NoticeKind.ContactAnswered or NoticeKind.ContactTakenBack when caseId is not null => $"/trajecten/{caseId}/contact",
        NoticeKind.SupportAnswered => "/ondersteuning",
        // A manager reads no words between volunteer and coordinator.
        NoticeKind.SupportAsked or NoticeKind.SupportLate => actor.Role == AccountRole.Manager ? "/berichten" : $"/ondersteuning/{subjectId}",
        NoticeKind.OwnReminder when caseId is not null => $"/trajecten/{caseId}/voor-mijzelf",
        NoticeKind.MatchAsked or NoticeKind.OwnMatchMeeting or NoticeKind.OwnMatchEnded => "/mijn-voorstellen",
        NoticeKind.MatchAnswered or NoticeKind.MatchLate or NoticeKind.MatchEnded or NoticeKind.MatchPaired when subjectId is not null => $"/voorstellen/{subjectId}",
        NoticeKind.OwnMatchPaired or NoticeKind.SuccessionBegun => "/trajecten",
        NoticeKind.LeavingMoved when caseId is not null => $"/trajecten/{caseId}/wisseling",
        NoticeKind.SuccessionAsked or NoticeKind.SuccessionChanged or NoticeKind.SuccessionEnded => "/mijn-opvolging",
        NoticeKind.FirstMeeting when caseId is not null => $"/mijn-traject/{caseId}/kennismaking",
        NoticeKind.DeclarationEnding => $"/vrijwilligers/{subjectId}",
        NoticeKind.OwnDeclarationEnding => "/mijn-account",
        NoticeKind.DefinitionKeptAsDraft => "/cycli",
        NoticeKind.LooksAskedAbout or NoticeKind.LooksExplained when subjectId is not null => $"/inzage/vragen/{subjectId}",
        NoticeKind.AuditDamaged => "/inzage/verzegeling",
        NoticeKind.HandoverAsked or NoticeKind.HandoverUnanswered or NoticeKind.HandoverAccepted or NoticeKind.HandoverDeclined or NoticeKind.HandoverEnded => $"/overdracht/{subjectId}",
        NoticeKind.CoverNamed or NoticeKind.CoverEnded => "/waarneming",
        NoticeKind.BreakGlassTaken or NoticeKind.LookedInto when caseId is not null => $"/trajecten/{caseId}/toegang",
        NoticeKind.FactorTakenAway or NoticeKind.RoleChanged or NoticeKind.AccountReopened => "/mijn-account",
        NoticeKind.ErasureProposed when subjectId is not null => $"/bewaren/verwijderingen/{subjectId}",
        NoticeKind.RetentionToReview => "/bewaren",
        // A privacy officer sees there who did it; what the case holds is not for them.
        NoticeKind.ClientCodeGiven or NoticeKind.ClientAccountClosed when caseId is null => "/inzage",
        NoticeKind.ClientCodeGiven or NoticeKind.ClientAccountClosed => $"/trajecten/{caseId}/client-inlog",
        NoticeKind.AccountInvited when caseId is null => "/mijn-account",
        _ when caseId is not null => $"/trajecten/{caseId}",
        _ => "/",
    };
}
