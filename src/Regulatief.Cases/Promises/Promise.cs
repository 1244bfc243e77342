using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Outbox;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Activities;
using Regulatief.Cases.Workflows.Migration;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Engine.Instances;

namespace Regulatief.Cases.Promises;

/// <summary>Makes promises, and keeps those that no transition keeps. With <c>TransitionStore</c> the only place that touches rows of <see cref="DueWork"/>.</summary>
public static class Promise
{
    /// <summary>Reminders come at the start of the working day in Amsterdam.</summary>
    private static readonly TimeOnly StartOfDay = new(8, 0);

    private static readonly TimeSpan BesideEachOther = TimeSpan.FromSeconds(2);

    /// <summary>That the wait at a bookmark ends by itself; null when it does not.</summary>
    /// <param name="isOfSignal">Whether its workflow follows a risk signal: the law keeps those clocks running.</param>
    internal static DueWork? ToWake(Bookmark bookmark, CaseId caseId, bool isOfSignal, Func<Guid> nextId) => bookmark.DueAt is { } dueAt
        ? Of(bookmark.Name == FollowUpActivity.TypeName ? DueWorkKind.FollowUp : DueWorkKind.Bookmark, caseId, bookmark.Id, dueAt, nextId, isOfLaw: isOfSignal)
        : null;

    internal static DueWork ToDeliver(InboxEvent kept, CaseId caseId, Func<Guid> nextId) => Of(DueWorkKind.Inbox, caseId, kept.Id, kept.ArrivedAt, nextId);

    internal static DueWork ToSend(OutboxMessage message, Func<Guid> nextId) => Of(DueWorkKind.Outbox, message.CaseId, message.Id, message.CreatedAt, nextId);

    /// <summary>That the people of a task are reminded, and that it escalates; nothing that would lie before <paramref name="now"/>.</summary>
    internal static IEnumerable<DueWork> AboutTask(HumanTask task, Term term, DateTimeOffset now, Func<Guid> nextId)
    {
        var isOfLaw = PromiseRules.IsOfLaw(task.Kind);
        var remindAt = LegalTime.At(WorkingDays.Add(task.DueOn, -term.ReminderBefore), StartOfDay);
        if (term.ReminderBefore > 0 && remindAt > now) yield return Of(DueWorkKind.TaskReminder, task.CaseId, task.Id.Value, remindAt, nextId, isOfLaw);
        if (term.EscalateAfter is { } days)
            yield return Of(DueWorkKind.TaskEscalation, task.CaseId, task.Id.Value, LegalTime.EndOf(days == 0 ? task.DueOn : WorkingDays.Add(task.DueOn, days)), nextId, isOfLaw);
    }

    /// <summary>Promises the reminder and the escalation of a task that no workflow opened.</summary>
    public static void PromiseTerm(this RegulatiefDbContext db, HumanTask task, Term term, DateTimeOffset now) =>
        db.DueWork.AddRange(AboutTask(task, term, now, Guid.CreateVersion7));

    /// <summary>Promises that what was raised is raised again when nobody acts.</summary>
    /// <param name="subjectId">The late task, or what a workflow raised by itself.</param>
    /// <param name="isOfLaw">Whether the law keeps its clock running.</param>
    internal static void PromiseNextEscalation(this RegulatiefDbContext db, CaseId caseId, Guid subjectId, int generation, DateOnly day, bool isOfLaw) =>
        db.DueWork.Add(Of(DueWorkKind.TaskEscalation, caseId, subjectId, LegalTime.At(day, StartOfDay), Guid.CreateVersion7, isOfLaw, generation));

    public static void PromiseRetries(this RegulatiefDbContext db, IEnumerable<(CaseId CaseId, Guid IncidentId)> incidents, DateTimeOffset at) =>
        db.DueWork.AddRange(incidents.Select(i => Of(DueWorkKind.IncidentRetry, i.CaseId, i.IncidentId, at, Guid.CreateVersion7)));

    public static void PromiseMoves(this RegulatiefDbContext db, IEnumerable<MigratingCase> cases, DateTimeOffset at) =>
        db.DueWork.AddRange(cases.Select(c => Of(DueWorkKind.Migration, c.CaseId, c.Id, at, Guid.CreateVersion7)));

    /// <summary>
    /// Counts that these are begun, before they are tried, and parks what was begun too often and never ended: it took the process with it each time.
    /// </summary>
    /// <param name="process">The one that is to do them. What it began itself, or another began in the same moments, is no sign of a death.</param>
    public static async Task BeginAsync(this RegulatiefDbContext db, IReadOnlyCollection<Guid> ids, Guid process, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var before = at - BesideEachOther;
        var left = db.DueWork.Where(w => ids.Contains(w.Id) && w.ParkedAt == null && w.StartedBy != process && (w.StartedAt == null || w.StartedAt <= before));
        await left.Where(w => w.Starts >= DueWork.MaxStarts).ExecuteUpdateAsync(
            set => set.SetProperty(w => w.ParkedAt, at).SetProperty(w => w.Failure, DueWork.KilledTheProcess), cancellationToken);
        await left.ExecuteUpdateAsync(
            set => set.SetProperty(w => w.Starts, w => w.Starts + 1).SetProperty(w => w.StartedAt, at).SetProperty(w => w.StartedBy, process), cancellationToken);
    }

    /// <summary>It is being kept in this commit.</summary>
    public static void Keep(this RegulatiefDbContext db, DueWork promise) => db.DueWork.Remove(promise);

    /// <summary>Takes back all that was promised about a row: it ended without a workflow.</summary>
    public static async Task TakeBackAsync(this RegulatiefDbContext db, Guid subjectId, CancellationToken cancellationToken) =>
        db.DueWork.RemoveRange(await db.DueWork.Where(w => w.SubjectId == subjectId).ToListAsync(cancellationToken));

    /// <summary>The row as far as it is known from a snapshot, for its change or removal.</summary>
    internal static DueWork AsRead(Promised promised, CaseId caseId) => new()
    {
        Id = promised.Id,
        Kind = promised.Kind,
        CaseId = caseId,
        SubjectId = promised.SubjectId,
        DueAt = promised.DueAt,
        StandsStillInPause = promised.StandsStillInPause,
        SuspendedAt = promised.SuspendedAt,
    };

    private static DueWork Of(DueWorkKind kind, CaseId caseId, Guid subjectId, DateTimeOffset at, Func<Guid> nextId, bool isOfLaw = false, int generation = 1) => new()
    {
        Id = nextId(),
        Kind = kind,
        CaseId = caseId,
        SubjectId = subjectId,
        Generation = generation,
        DueAt = at,
        StandsStillInPause = PromiseRules.For(kind).StandsStillInPause && !isOfLaw,
    };
}
