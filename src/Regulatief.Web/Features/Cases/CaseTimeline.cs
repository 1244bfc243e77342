using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Cases;

/// <summary>What happened in a case, the newest first, as far as the actor may read it.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record CaseTimelineQuery(CaseId CaseId, Page Page = default) : IClientQuery<CaseTimelineResult>, IConcernsCase
{
    public const int PageSize = 50;

    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record CaseTimelineResult(
    CaseId CaseId, int Number, string ClientName, IReadOnlyList<TimelineItem> Items, int Page, int PageSize, int Total);

/// <param name="Who">Null for the system.</param>
/// <param name="Sentence">In the language of the request.</param>
public sealed record TimelineItem(TimelineKind Kind, DateTimeOffset At, string? Who, string Sentence, string? Note, Guid? SubjectId)
{
    public TimelineEvent Shown() => new(At, Sentence, Who, Note, Tone(), Url());

    private Tone Tone() => Kind switch
    {
        TimelineKind.AgreementInForce or TimelineKind.MeetingHeld or TimelineKind.VolunteerMatched or TimelineKind.EvaluationHeld => Shared.Display.Tone.Success,
        TimelineKind.MeetingMissed or TimelineKind.Escalated or TimelineKind.VolunteerLeaves or TimelineKind.Paused or TimelineKind.SignalShared => Shared.Display.Tone.Warning,
        TimelineKind.AgreementRefused or TimelineKind.AgreementWithdrawn or TimelineKind.AgreementEnded or TimelineKind.Stopped => Shared.Display.Tone.Danger,
        TimelineKind.RoundStarted or TimelineKind.CaseOpened or TimelineKind.Reopened or TimelineKind.Closed => Shared.Display.Tone.Information,
        _ => Shared.Display.Tone.Neutral,
    };

    private string? Url() => Kind switch
    {
        TimelineKind.SignalShared or TimelineKind.SignalClosed => $"/signalen/{SubjectId}",
        TimelineKind.AgreementProposed or TimelineKind.AgreementSigned or TimelineKind.AgreementInForce or TimelineKind.AgreementRefused
            or TimelineKind.AgreementWithdrawn or TimelineKind.AgreementEnded when SubjectId is not null => $"/afspraken/{SubjectId}",
        _ => null,
    };
}

internal sealed class CaseTimelineHandler(RegulatiefDbContext db, Actor actor, Texts texts, Dates dates, ReadAudit reads) : IRequestHandler<CaseTimelineQuery, CaseTimelineResult>
{
    public async Task<CaseTimelineResult> Handle(CaseTimelineQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.Cases.VisibleTo(actor).Include(c => c.Client).AsNoTracking().GetAsync(query.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(CaseTimelineQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var timeline = new TimelineReading(db, actor, texts, dates);
        var (items, page, total) = await timeline.ReadAsync(@case.Id, query.Page, CaseTimelineQuery.PageSize, cancellationToken);
        return new CaseTimelineResult(@case.Id, @case.Number, @case.Client.NameFor(actor.Role), items, page.Number, page.Size, total);
    }
}

/// <summary>Turns a case's timeline into sentences for one reader.</summary>
internal sealed class TimelineReading(RegulatiefDbContext db, Actor actor, Texts texts, Dates dates)
{
    private static readonly Type[] ChoicesInNotes =
        [typeof(ClosureReason), typeof(CaseRole), typeof(Regulatief.Cases.InclusionChecks.InclusionOutcome), typeof(Regulatief.Cases.Evaluations.EvaluationConclusion), typeof(CasePhase)];

    public async Task<(IReadOnlyList<TimelineItem> Items, PagePart Page, int Total)> ReadAsync(CaseId caseId, Page asked, int size, CancellationToken cancellationToken)
    {
        var entries = await db.TimelineOfAsync(caseId, actor, cancellationToken);
        var total = await entries.CountAsync(cancellationToken);
        var page = asked.Of(total, size);
        var rows = await entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id).On(page).AsNoTracking().ToListAsync(cancellationToken);
        var people = rows.Select(e => e.ById).Distinct().ToList();
        var names = await db.NamesForAsync(actor.Role, people, cancellationToken);
        var extensions = await ExtensionsAsync(rows, cancellationToken);
        return (rows.ConvertAll(e => Told(e, names.GetValueOrDefault(e.ById), extensions)), page, total);
    }

    private async Task<Dictionary<(Guid?, DateTimeOffset), TermExtension>> ExtensionsAsync(List<TimelineEntry> rows, CancellationToken cancellationToken)
    {
        var tasks = rows.Where(e => e.Kind == TimelineKind.TermExtended).Select(e => HumanTaskId.From(e.SubjectId!.Value)).ToList();
        return tasks.Count == 0 ? [] : (await db.TermExtensions.Where(e => tasks.Contains(e.TaskId) && e.DecidedAt != null).AsNoTracking().ToListAsync(cancellationToken))
            .GroupBy(e => ((Guid?)e.TaskId.Value, e.DecidedAt!.Value)).ToDictionary(g => g.Key, g => g.Last());
    }

    private bool ReadsAllNotes => actor.Role is AccountRole.ProbationOfficer or AccountRole.Coordinator;

    private TimelineItem Told(TimelineEntry entry, string? who, Dictionary<(Guid?, DateTimeOffset), TermExtension> extensions)
    {
        var note = entry.Kind is TimelineKind.TaskCompleted or TimelineKind.Escalated && entry.Note is not null ? texts.Shipped(entry.Note) : InWords(entry.Note);
        var isInTitle = entry.Kind is TimelineKind.TaskCompleted or TimelineKind.Escalated or TimelineKind.RoundStarted or TimelineKind.CycleVersionChanged;
        var sentence = isInTitle && note is not null ? texts[$"Timeline.{entry.Kind}", note] : texts[$"Timeline.{entry.Kind}", ""].TrimEnd(' ', ':');

        if (entry.Kind == TimelineKind.TermExtended && extensions.TryGetValue((entry.SubjectId, entry.At), out var extension))
            sentence = texts["Timeline.TermExtendedTo", dates.Day(extension.DueBefore), dates.Day(extension.DueOn)];

        // Reasons are written for those who steer the case; a volunteer reads the own ones.
        var mayReadNote = ReadsAllNotes || entry.ById == actor.AccountId;
        return new TimelineItem(entry.Kind, entry.At, who, sentence, isInTitle || !mayReadNote ? null : note, entry.SubjectId);
    }

    private string? InWords(string? note)
    {
        var type = Array.Find(ChoicesInNotes, t => note is not null && Enum.IsDefined(t, note));
        return type is null ? note : texts.Find($"Enum.{type.Name}.{note}") ?? note;
    }
}
