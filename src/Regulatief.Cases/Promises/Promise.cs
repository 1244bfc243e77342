using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Outbox;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Reminders;
using Regulatief.Cases.Retention;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
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
    internal static readonly TimeOnly StartOfDay = new(8, 0);

    private static readonly TimeSpan BesideEachOther = TimeSpan.FromSeconds(2);

    /// <summary>That the wait at a bookmark ends by itself; null when it does not.</summary>
    /// <param name="isOfSignal">Whether its workflow follows a risk signal: the law keeps those clocks running.</param>
    internal static DueWork? ToWake(Bookmark bookmark, CaseId caseId, bool isOfSignal, Func<Guid> nextId) => bookmark.DueAt is { } dueAt
        ? Of(bookmark.Name == FollowUpActivity.TypeName ? DueWorkKind.FollowUp : DueWorkKind.Bookmark, caseId, bookmark.Id, dueAt, nextId, isOfLaw: isOfSignal)
        : null;

    internal static DueWork ToDeliver(InboxEvent kept, CaseId caseId, Func<Guid> nextId) => Of(DueWorkKind.Inbox, caseId, kept.Id, kept.ArrivedAt, nextId);

    internal static DueWork ToSend(OutboxMessage message, Func<Guid> nextId) => Of(DueWorkKind.Outbox, message.CaseId, message.Id, message.CreatedAt, nextId);

    /// <summary>
    /// That the people of a task are reminded, and that somebody looks when its last day is over; nothing that would lie before <paramref name="now"/>. Who is told then,
    /// and when, the ladder of that moment says.
    /// </summary>
    internal static IEnumerable<DueWork> AboutTask(HumanTask task, Term term, WorkingCalendar calendar, DateTimeOffset now, Func<Guid> nextId)
    {
        var isOfLaw = PromiseRules.IsOfLaw(task);
        var remindAt = LegalTime.At(calendar.For(task).Add(task.DueOn, -term.ReminderBefore), StartOfDay);
        if (term.ReminderBefore > 0 && remindAt > now) yield return Of(DueWorkKind.TaskReminder, task.CaseId, task.Id.Value, remindAt, nextId, isOfLaw);
        task.EscalateAfter = term.EscalateAfter;
        if (term.EscalateAfter is not null) yield return Of(DueWorkKind.TaskEscalation, task.CaseId, task.Id.Value, LegalTime.EndOf(task.DueOn), nextId, isOfLaw);
    }

    /// <summary>The instant at which a task is so many working days late.</summary>
    internal static DateTimeOffset LateBy(HumanTask task, int workingDays, WorkingCalendar calendar) =>
        LegalTime.EndOf(workingDays == 0 ? task.DueOn : calendar.For(task).Add(task.DueOn, workingDays));

    /// <summary>Promises the reminder and the escalation of a task that no workflow opened.</summary>
    /// <param name="isPaused">Whether the clocks of its case stand still.</param>
    public static void PromiseTerm(this RegulatiefDbContext db, HumanTask task, Term term, WorkingCalendar calendar, DateTimeOffset now, bool isPaused = false)
    {
        foreach (var promise in AboutTask(task, term, calendar, now, Guid.CreateVersion7))
        {
            if (isPaused && promise.StandsStillInPause) promise.SuspendedAt = now;
            db.DueWork.Add(promise);
        }
    }

    /// <summary>
    /// Moves the term of a task that no transition moves. Its reminder keeps its distance to its last day, and nothing is promised that would lie before
    /// <paramref name="now"/>; what was raised because it was late is over.
    /// </summary>
    /// <param name="isPaused">Whether the clocks of its case stand still.</param>
    public static async Task MoveTermAsync(this RegulatiefDbContext db, HumanTask task, DateOnly dueOn, bool isPaused, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isOfLaw = PromiseRules.IsOfLaw(task);
        var promised = await db.DueWork
            .Where(w => w.SubjectId == task.Id.Value && (w.Kind == DueWorkKind.TaskReminder || w.Kind == DueWorkKind.TaskEscalation)).ToListAsync(cancellationToken);
        // Of a task that was opened in this commit.
        promised.AddRange(db.DueWork.Local.Where(w => w.SubjectId == task.Id.Value && db.Entry(w).State == EntityState.Added).Except(promised).ToList());
        var reminder = promised.Find(w => w.Kind == DueWorkKind.TaskReminder);
        var calendar = await db.CalendarOfAsync(task, cancellationToken);
        // One that was kept is promised anew, a day ahead: the day that it reminded of is no more.
        var before = reminder is null ? 1 : Math.Max(1, calendar.Between(LegalTime.DateOf(reminder.DueAt), task.DueOn));
        var remindAt = LegalTime.At(calendar.Add(dueOn, -before), StartOfDay);
        if (reminder is not null) db.DueWork.Remove(reminder);
        if (remindAt > now && (reminder is not null || task.RemindedAt is not null))
            PromiseAnew(Of(DueWorkKind.TaskReminder, task.CaseId, task.Id.Value, remindAt, Guid.CreateVersion7, isOfLaw, (reminder?.Generation ?? 0) + 1));

        foreach (var escalation in promised.Where(w => w.Kind == DueWorkKind.TaskEscalation)) escalation.DueAt = LegalTime.EndOf(dueOn);
        // Somebody handled what was late, so that nothing was promised any more: late by the new day it is told anew.
        if (task.EscalatedAt is not null && !promised.Exists(w => w.Kind == DueWorkKind.TaskEscalation))
        {
            var last = await db.Escalations.Where(e => e.SubjectId == task.Id.Value).MaxAsync(e => (int?)e.Generation, cancellationToken) ?? 0;
            PromiseAnew(Of(DueWorkKind.TaskEscalation, task.CaseId, task.Id.Value, LegalTime.EndOf(dueOn), Guid.CreateVersion7, isOfLaw, last + 1));
        }

        task.DueOn = dueOn;
        if (task.EscalatedAt is null || dueOn < LegalTime.DateOf(now)) return;
        foreach (var raised in await db.Escalations.Open().Where(e => e.SubjectId == task.Id.Value).ToListAsync(cancellationToken)) raised.EndByItself(EscalationEnding.TermMoved, now);

        void PromiseAnew(DueWork anew)
        {
            if (isPaused && anew.StandsStillInPause) anew.SuspendedAt = now;
            db.DueWork.Add(anew);
        }
    }

    /// <summary>The morning after so many working days from now on. Who is told in the night after a Friday has the days that come after the weekend.</summary>
    internal static DateTimeOffset MorningAfter(this WorkingCalendar calendar, DateTimeOffset now, int workingDays) =>
        LegalTime.At(calendar.Add(calendar.Add(LegalTime.DateOf(now), 0), workingDays), StartOfDay);

    /// <summary>Promises that what is late is told, or told again when nobody acts, at this instant.</summary>
    /// <param name="subjectId">The late task, or what a workflow raised by itself.</param>
    /// <param name="isOfLaw">Whether the law keeps its clock running.</param>
    internal static void PromiseEscalation(this RegulatiefDbContext db, CaseId caseId, Guid subjectId, int generation, DateTimeOffset at, bool isOfLaw) =>
        db.DueWork.Add(Of(DueWorkKind.TaskEscalation, caseId, subjectId, at, Guid.CreateVersion7, isOfLaw, generation));

    /// <summary>Has what is raised again come at another instant.</summary>
    /// <param name="isAlsoSooner">Whether it may come sooner than was promised.</param>
    /// <returns>When it would have come; null when nothing is promised.</returns>
    internal static async Task<DateTimeOffset?> MoveNextEscalationAsync(this RegulatiefDbContext db, Guid subjectId, DateTimeOffset at, bool isAlsoSooner, CancellationToken cancellationToken)
    {
        if (await db.DueWork.FirstOrDefaultAsync(w => w.SubjectId == subjectId && w.Kind == DueWorkKind.TaskEscalation, cancellationToken) is not { } next) return null;
        var before = next.DueAt;
        if (isAlsoSooner || at > before) next.DueAt = at;
        return before;
    }

    /// <summary>That each escalation of a batch is answered.</summary>
    public static void PromiseAnswers(this RegulatiefDbContext db, IEnumerable<EscalationBatchItem> items, DateTimeOffset now) =>
        db.DueWork.AddRange(items.Select(i => Of(DueWorkKind.EscalationAnswer, i.CaseId, i.Id, now, Guid.CreateVersion7)));

    /// <summary>Calls off what waits of a batch of answers, with what was promised of it.</summary>
    public static async Task CallOffAnswersAsync(this RegulatiefDbContext db, Guid batchId, CancellationToken cancellationToken)
    {
        var waiting = db.EscalationBatchItems.Where(i => i.BatchId == batchId && i.State == EscalationBatchState.Waiting);
        await db.DueWork.Where(w => w.Kind == DueWorkKind.EscalationAnswer && waiting.Any(i => i.Id == w.SubjectId)).ExecuteDeleteAsync(cancellationToken);
        await waiting.ExecuteUpdateAsync(set => set.SetProperty(i => i.State, EscalationBatchState.Stopped), cancellationToken);
    }

    /// <summary>That what was answered is taken back.</summary>
    public static void PromiseAnswersBack(this RegulatiefDbContext db, IEnumerable<EscalationBatchItem> answered, DateTimeOffset now) =>
        db.DueWork.AddRange(answered.Select(i => Of(DueWorkKind.EscalationAnswer, i.CaseId, i.Id, now, Guid.CreateVersion7, generation: 2)));

    /// <summary>
    /// That the parties hear some weeks ahead when what they agreed ends, and when it has: nothing that would lie before <paramref name="now"/>. What was promised
    /// about it before is moved or taken back, so that this is called whenever what is signed in a case changes.
    /// </summary>
    public static async Task PromiseAgreementEndAsync(this RegulatiefDbContext db, CaseId caseId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = AgreementEnd.Last(await db.Agreements.Where(a => a.CaseId == caseId).ToListAsync(cancellationToken));
        Dictionary<int, DateTimeOffset> wanted = last is null ? new() : TimesOfEnd(last.LastDay, await db.CalendarAsync(cancellationToken)).Index().Where(time => time.Item > now).ToDictionary(time => time.Index + 1, time => time.Item);
        foreach (var promised in await db.DueWork.Where(w => w.CaseId == caseId && w.Kind == DueWorkKind.AgreementEnd).ToListAsync(cancellationToken))
        {
            if (promised.SubjectId == last?.Id.Value && wanted.Remove(promised.Generation, out var at)) promised.DueAt = at;
            else db.DueWork.Remove(promised);
        }

        foreach (var (generation, at) in wanted) db.DueWork.Add(Of(DueWorkKind.AgreementEnd, caseId, last!.Id.Value, at, Guid.CreateVersion7, generation: generation));
    }

    /// <summary>The reminders in the morning of a working day, the end when its last day is over.</summary>
    private static IEnumerable<DateTimeOffset> TimesOfEnd(DateOnly lastDay, WorkingCalendar calendar) =>
        [.. AgreementEnd.WeeksBefore.Select(weeks => LegalTime.At(calendar.Add(lastDay.AddDays(-weeks * 7), 0), StartOfDay)), LegalTime.EndOf(lastDay)];

    /// <summary>That acute danger is called out again when nobody answers in time.</summary>
    internal static void PromiseNextCall(this RegulatiefDbContext db, DangerCall call) =>
        db.DueWork.Add(Of(DueWorkKind.DangerCall, call.CaseId, call.Id, call.AnswerBy, Guid.CreateVersion7, generation: call.Round));

    public static void PromiseRetries(this RegulatiefDbContext db, IEnumerable<(CaseId CaseId, Guid IncidentId)> incidents, DateTimeOffset at) =>
        db.DueWork.AddRange(incidents.Select(i => Of(DueWorkKind.IncidentRetry, i.CaseId, i.IncidentId, at, Guid.CreateVersion7)));

    public static void PromiseMoves(this RegulatiefDbContext db, IEnumerable<MigratingCase> cases, DateTimeOffset at) =>
        db.DueWork.AddRange(cases.Select(c => Of(DueWorkKind.Migration, c.CaseId, c.Id, at, Guid.CreateVersion7)));

    /// <summary>That what was approved is erased on its day; at once when that is past.</summary>
    public static void PromiseErasures(this RegulatiefDbContext db, IEnumerable<ErasureItem> items, DateTimeOffset now) => db.DueWork.AddRange(items.Select(i =>
        Of(DueWorkKind.Erasure, i.CaseId, i.Id, LegalTime.At(i.NotBefore, TimeOnly.MinValue) is var day && day > now ? day : now, Guid.CreateVersion7)));

    /// <summary>That the case passes when its day begins; one that was asked on the day itself has that day to be answered.</summary>
    internal static void PromiseHandover(this RegulatiefDbContext db, CaseHandover handover)
    {
        var day = LegalTime.DateOf(handover.AskedAt) < handover.StartsOn ? handover.StartsOn : handover.StartsOn.AddDays(1);
        db.DueWork.Add(Of(DueWorkKind.Handover, handover.CaseId, handover.Id, LegalTime.At(day, TimeOnly.MinValue), Guid.CreateVersion7));
    }

    /// <summary>That a pairing ends when the last day of a volunteer who leaves is over; said anew it moves.</summary>
    internal static async Task PromiseLeavingAsync(this RegulatiefDbContext db, VolunteerLeaving leaving, CancellationToken cancellationToken)
    {
        var at = LegalTime.EndOf(leaving.LastDay);
        if (await db.DueWork.SingleOrDefaultAsync(w => w.SubjectId == leaving.Id && w.Kind == DueWorkKind.VolunteerLeaving, cancellationToken) is { } promised) promised.DueAt = at;
        else db.DueWork.Add(Of(DueWorkKind.VolunteerLeaving, leaving.CaseId, leaving.Id, at, Guid.CreateVersion7));
    }

    /// <summary>That those who meet are sent what their calendars are to hold now.</summary>
    public static void PromiseCalendars(this RegulatiefDbContext db, ThreeWayMeeting meeting, DateTimeOffset now) =>
        db.DueWork.Add(Of(DueWorkKind.Calendar, meeting.CaseId, meeting.Id.Value, now, Guid.CreateVersion7, generation: meeting.Sequence));

    /// <summary>That it is noticed when no contact is logged; what was promised of this pairing before is moved.</summary>
    internal static async Task PromiseSilenceAsync(this RegulatiefDbContext db, Case @case, ContactRhythm rhythm, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var soonest = rhythm.Calendar.Add(LegalTime.DateOf(now), 0);
        var at = LegalTime.At(rhythm.NoticedOn > soonest ? rhythm.NoticedOn : soonest, StartOfDay);
        var earlier = await db.DueWork.Where(w => w.SubjectId == rhythm.Pairing.Id && w.Kind == DueWorkKind.ContactSilence).ToListAsync(cancellationToken);
        // The one that is being kept is no promise any more.
        var promised = earlier.Find(w => db.Entry(w).State != EntityState.Deleted);
        if (promised is null) db.DueWork.Add(promised = Of(DueWorkKind.ContactSilence, @case.Id, rhythm.Pairing.Id, at, Guid.CreateVersion7, generation: earlier.Select(w => w.Generation).DefaultIfEmpty(0).Max() + 1));
        promised.DueAt = at;
        if (@case.IsPaused) promised.SuspendedAt = now;
    }

    /// <summary>That somebody is reminded on the next day that they asked for; nothing when all have passed.</summary>
    public static void PromiseReminder(this RegulatiefDbContext db, OwnReminder reminder, DateOnly after)
    {
        if (reminder.NextAfter(after) is not { } day) return;
        db.DueWork.Add(Of(DueWorkKind.OwnReminder, reminder.CaseId, reminder.Id, LegalTime.At(day, StartOfDay), Guid.CreateVersion7, generation: reminder.Days.IndexOf(day) + 1));
    }

    /// <summary>
    /// Counts that these are begun, before they are tried, and parks what was begun too often and never ended: it took the process with it each time.
    /// </summary>
    /// <param name="process">The one that is to do them. What it began itself, or another began in the same moments, is no sign of a death.</param>
    /// <returns>What was parked.</returns>
    public static async Task<IReadOnlyList<DueWork>> BeginAsync(this RegulatiefDbContext db, IReadOnlyCollection<Guid> ids, Guid process, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var before = at - BesideEachOther;
        var left = db.DueWork.Where(w => ids.Contains(w.Id) && w.ParkedAt == null && w.StartedBy != process && (w.StartedAt == null || w.StartedAt <= before));
        var deadly = await left.Where(w => w.Starts >= DueWork.MaxStarts).ToListAsync(cancellationToken);
        foreach (var work in deadly) work.ParkAsDeadly(at);
        await left.Where(w => w.Starts < DueWork.MaxStarts).ExecuteUpdateAsync(
            set => set.SetProperty(w => w.Starts, w => w.Starts + 1).SetProperty(w => w.StartedAt, at).SetProperty(w => w.StartedBy, process), cancellationToken);
        return deadly;
    }

    /// <summary>It is being kept in this commit.</summary>
    public static void Keep(this RegulatiefDbContext db, DueWork promise) => db.DueWork.Remove(promise);

    /// <summary>Takes back all that was promised about a row: it ended without a workflow.</summary>
    public static async Task TakeBackAsync(this RegulatiefDbContext db, Guid subjectId, CancellationToken cancellationToken) =>
        db.DueWork.RemoveRange(await db.DueWork.Where(w => w.SubjectId == subjectId).ToListAsync(cancellationToken));

    /// <summary>Calls off open tasks that no workflow waits for, with what was promised of them.</summary>
    public static async Task CallOffAsync(this RegulatiefDbContext db, IReadOnlyCollection<HumanTask> tasks, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var task in tasks)
        {
            task.Cancel(now);
            await db.TakeBackAsync(task.Id.Value, cancellationToken);
        }

        await db.EndWithAsync(tasks, now, cancellationToken);
    }

    /// <summary>Takes back all that was promised about a case: nothing of it is left.</summary>
    /// <param name="butNot">The promise that is being kept.</param>
    internal static Task<int> TakeBackAllOfAsync(this RegulatiefDbContext db, CaseId caseId, Guid butNot, CancellationToken cancellationToken) =>
        db.DueWork.Where(w => w.CaseId == caseId && w.Id != butNot).ExecuteDeleteAsync(cancellationToken);

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
