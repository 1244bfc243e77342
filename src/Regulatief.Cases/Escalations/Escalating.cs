using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Escalations;

/// <summary>Raises what is late, and raises it again up the line until somebody acts or it is over.</summary>
public static class Escalating
{
    /// <summary>Keeps a promise to escalate: tells the next in line, and promises the one after. Does nothing when somebody acted, or when it is over.</summary>
    /// <param name="subjectId">The late task, or what a workflow raised by itself: <see cref="Escalation.SubjectId"/>.</param>
    public static async Task EscalateAsync(this RegulatiefDbContext db, Guid subjectId, Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var earlier = await db.Escalations.Where(e => e.SubjectId == subjectId).OrderByDescending(e => e.Generation).ToListAsync(cancellationToken);
        var task = await db.HumanTasks.FindAsync([HumanTaskId.From(subjectId)], cancellationToken);
        if (task is { IsOpen: false } || OfThisTerm(task, earlier) is [{ IsOpen: false }, ..] || (task is null && earlier.Count == 0)) return;

        await RaiseAsync(db, @case, task, subjectId, earlier, now, cancellationToken);
    }

    /// <summary>Raises what no task is about: a workflow says by itself that something asks for attention.</summary>
    public static Task EscalateAsync(this RegulatiefDbContext db, Case @case, DateTimeOffset now, CancellationToken cancellationToken) =>
        RaiseAsync(db, @case, null, Guid.CreateVersion7(), [], now, cancellationToken);

    /// <param name="earlier">What was raised of it before, the last first.</param>
    private static async Task RaiseAsync(
        RegulatiefDbContext db, Case @case, HumanTask? task, Guid subjectId, List<Escalation> earlier, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var steps = await db.LadderAsync(@case.ProjectId, task, cancellationToken);
        var line = await db.LineAsync(@case, task, steps, now, cancellationToken);
        var isDeferred = earlier is [var latest, ..] && await db.Escalations.Where(e => e.Id == latest.Id).In(db, EscalationState.Deferred).AnyAsync(cancellationToken);
        var climb = new Climb(steps, line, OfThisTerm(task, earlier), isDeferred);
        var calendar = await db.CalendarOfAsync(task, cancellationToken);
        var (generation, isOfLaw) = ((earlier.FirstOrDefault()?.Generation ?? 0) + 1, task is not null && PromiseRules.IsOfLaw(task));
        if (task is not null && climb.IsFirst && Promise.LateBy(task, climb.FirstAfter, calendar) is var at && at > now)
        {
            db.PromiseEscalation(@case.Id, subjectId, generation, at, isOfLaw);
            return;
        }

        var (rung, to) = climb.Next();
        if (task is not null) task.EscalatedAt ??= now;
        foreach (var before in earlier.Where(e => e.ToAccountId == to.AccountId && e.ToRole == to.Role)) before.EndByItself(EscalationEnding.ToldAnew, now);
        db.Escalations.Add(new Escalation
        {
            CaseId = @case.Id, TaskId = task?.Id, SubjectId = subjectId, Generation = generation, ToAccountId = to.AccountId, ToRole = to.Role!.Value, Rung = rung, RaisedAt = now,
        });
        db.Notices.Add(new Notice { AccountId = to.AccountId, Role = to.Role, Kind = NoticeOf(rung, climb.IsNobodyThere), CaseId = @case.Id, SubjectId = task?.Id.Value, At = now });
        if (rung is not (EscalationRung.Worker or EscalationRung.Cover))
            db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.Escalated, At = now, ById = Guid.Empty, SubjectId = task?.Id.Value, Note = task?.Title });
        db.PromiseEscalation(@case.Id, subjectId, generation + 1, calendar.MorningAfter(now, climb.WaitAfter(rung)), isOfLaw);
    }

    /// <summary>Without what was raised before its last day became a later one: from then on it is told from the first step.</summary>
    private static List<Escalation> OfThisTerm(HumanTask? task, List<Escalation> earlier) =>
        task is null ? earlier : earlier.FindAll(e => e.RaisedAt >= LegalTime.EndOf(task.DueOn));

    private static NoticeKind NoticeOf(EscalationRung rung, bool isNobodyThere) => rung switch
    {
        EscalationRung.Worker or EscalationRung.Cover => NoticeKind.TaskLate,
        _ => isNobodyThere ? NoticeKind.NobodyThere : NoticeKind.TaskEscalated,
    };

    /// <summary>Where on the ladder one thing stands.</summary>
    /// <param name="told">The last first.</param>
    /// <param name="isDeferred">Whether who was told last put it off until now: they hear of it first.</param>
    private sealed class Climb(LadderSteps ladder, IReadOnlyList<ToldInLine> line, List<Escalation> told, bool isDeferred)
    {
        // A step on which nobody stands is passed over: nobody hears of it sooner for that.
        private readonly List<LadderStep> _steps = [.. ladder.InOrder.Where(step => line.Any(p => p.Rung == step.Rung))];

        public bool IsFirst => told.Count == 0;

        /// <summary>Whether no coordinator and no manager is there whom it could be told.</summary>
        public bool IsNobodyThere => !line.Any(p => p.Rung is EscalationRung.Coordinator or EscalationRung.Manager);

        public int FirstAfter => (_steps.FirstOrDefault() ?? ladder.InOrder[0]).After;

        public ToldInLine Next()
        {
            if (told is not [var last, ..]) return _steps.Count > 0 ? On(_steps[0]) : line[0];
            if (isDeferred && line.FirstOrDefault(p => p.Person.AccountId == last.ToAccountId) is { } same) return same;
            if (StepAbove(last.Rung) is { } step) return On(step);
            return line.FirstOrDefault(p => p.Rung >= last.Rung && !told.Exists(t => t.ToAccountId == p.Person.AccountId)) ?? line[^1];
        }

        /// <summary>How many working days somebody has to act.</summary>
        public int WaitAfter(EscalationRung rung) => StepAbove(rung) is { } next
            ? Math.Max(1, next.After - (_steps.FindLast(s => s.Rung <= rung) ?? _steps[0]).After) : ladder.AgainEvery;

        private LadderStep? StepAbove(EscalationRung rung) => _steps.Find(s => s.Rung > rung);

        private ToldInLine On(LadderStep step) => line.First(p => p.Rung == step.Rung);
    }
}
