using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;
using Counter = Regulatief.Web.Features.Shared.Display.Counter;

namespace Regulatief.Web.Features.MyWork;

/// <summary>What a probation officer has to do: the start of the day.</summary>
public sealed record OfficerWorkQuery : IClientQuery<OfficerWork>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Case>();
}

/// <param name="Signals">Shared with the professional, and not yet assessed.</param>
/// <param name="Still">Nothing happened there for four weeks.</param>
public sealed record OfficerWork(
    WorkTasks Tasks, IReadOnlyList<WorkMeeting> Meetings, IReadOnlyList<WaitingSignal> Signals, IReadOnlyList<StillCase> Still,
    IReadOnlyList<WorkNotice> Notices, IReadOnlyList<Counter> Counters);

/// <param name="IsAcute">Passed on because of acute danger.</param>
public sealed record WaitingSignal(RiskSignalId Id, RiskSignalKind Kind, int CaseNumber, string ClientName, DateTimeOffset SharedAt, bool IsAcute);

public sealed record StillCase(CaseId Id, int Number, string ClientName, CasePhase Phase, bool IsPaused);

internal sealed class OfficerWorkHandler(RegulatiefDbContext db, Actor actor, Texts texts, ReadAudit reads, TimeProvider time) : IRequestHandler<OfficerWorkQuery, OfficerWork>
{
    private static readonly TimeSpan Stillness = TimeSpan.FromDays(28);

    public async Task<OfficerWork> Handle(OfficerWorkQuery query, CancellationToken cancellationToken)
    {
        var parts = new WorkParts(db, actor, texts, reads, time);
        var tasks = await parts.TasksAsync(cancellationToken);
        var meetings = await parts.MeetingsThisWeekAsync(cancellationToken);
        var signals = await SignalsAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(OfficerWorkQuery), null, nameof(RiskSignal), [.. signals.Select(s => s.Id.Value)], cancellationToken);
        var still = await StillAsync(cancellationToken);
        var notices = await parts.NoticesAsync(cancellationToken);
        parts.Shows(still.Select(c => c.Id));
        await parts.RecordAsync(nameof(OfficerWorkQuery), cancellationToken);
        return new OfficerWork(
            tasks, meetings, signals, still, notices,
            [
                new(tasks.Late.Count, texts["MyWork.Late"], "#te-laat", tasks.Late.Count > 0 ? Tone.Danger : Tone.Neutral),
                new(tasks.Today.Count, texts["MyWork.Today"], "#vandaag", tasks.Today.Count > 0 ? Tone.Warning : Tone.Neutral),
                new(tasks.ThisWeek.Count, texts["MyWork.ThisWeek"], "#deze-week"),
                new(signals.Count, texts["MyWork.Signals"], "#signalen", signals.Count > 0 ? Tone.Warning : Tone.Neutral),
                new(meetings.Count, texts["MyWork.Meetings"], "#driegesprekken", Tone.Information),
            ]);
    }

    private async Task<IReadOnlyList<WaitingSignal>> SignalsAsync(CancellationToken cancellationToken)
    {
        var signals = await db.RiskSignals.VisibleTo(actor).Where(s => s.Status == RiskSignalStatus.Shared || s.Status == RiskSignalStatus.Acknowledged)
            .OrderByDescending(s => s.Ground == SharingGround.AcuteDanger).ThenBy(s => s.SharedAt)
            .Select(s => new { s.Id, s.Kind, s.Case.Number, s.Case.Client, s.SharedAt, s.Ground }).AsNoTracking().ToListAsync(cancellationToken);
        return signals.ConvertAll(s => new WaitingSignal(s.Id, s.Kind, s.Number, s.Client.FullName, s.SharedAt!.Value, s.Ground == SharingGround.AcuteDanger));
    }

    private async Task<IReadOnlyList<StillCase>> StillAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - Stillness;
        var cases = await db.Cases.WorkedOnBy(actor).Where(c => c.ClosedAt == null && !db.Timeline.Any(e => e.CaseId == c.Id && e.At > before))
            .OrderBy(c => c.Number).Select(c => new { c.Id, c.Number, c.Client, c.Phase, IsPaused = c.PausedAt != null }).AsNoTracking().ToListAsync(cancellationToken);
        return cases.ConvertAll(c => new StillCase(c.Id, c.Number, c.Client.FullName, c.Phase, c.IsPaused));
    }
}
