using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Transitions;

namespace Regulatief.Cases.Meetings;

public sealed class MeetingAnswers : IHasRows
{
    /// <summary>False when it did not take place; then only the reason and a new date are asked.</summary>
    public bool? WasHeld { get; set; }

    public DateOnly? HeldOn { get; set; }

    public LocationType? Location { get; set; }

    public string? Agenda { get; set; }

    public string? Decisions { get; set; }

    public string? PointsForNext { get; set; }

    /// <summary>Who does what, by when. One without words was not filled in.</summary>
    public List<MeetingDecisionAnswer> Actions { get; set; } = [];

    public bool EvaluateNow { get; set; }

    public string? MissedReason { get; set; }

    /// <summary>When the three meet next; empty follows the agreed rhythm.</summary>
    public DateOnly? NextOn { get; set; }

    public IEnumerable<MeetingDecisionAnswer> FilledActions() => Actions.Where(a => !string.IsNullOrWhiteSpace(a.What));

    public void AddRow() => Actions.Add(new MeetingDecisionAnswer());

    public void RemoveRow(int index)
    {
        if (index >= 0 && index < Actions.Count) Actions.RemoveAt(index);
    }
}

public sealed class MeetingDecisionAnswer
{
    public string? What { get; set; }

    /// <summary>Of the three.</summary>
    public CaseRole? Owner { get; set; }

    public DateOnly? DueOn { get; set; }
}

/// <summary>What helps to prepare and record the talk.</summary>
/// <param name="Earlier">The last one held; null at the first.</param>
/// <param name="AgreementForce">Null when the three never signed.</param>
/// <param name="Decided">What the talks before left to be done.</param>
public sealed record MeetingChoices(
    DateOnly PlannedOn, IReadOnlyList<OpenDecision> Decided, int? RhythmInWeeks, DateOnly? EvaluateFrom, EarlierMeeting? Earlier, IReadOnlyList<GoalTasks> Tasks,
    AgreementForce? AgreementForce, DateOnly? AgreementUntil);

public sealed record OpenDecision(string What, CaseRole Owner, DateOnly DueOn);

public sealed record EarlierMeeting(MeetingId Id, DateOnly HeldOn, string? Decisions, string? PointsForNext)
{
    /// <summary>What the client says of it, for the professional.</summary>
    public IReadOnlyList<BesideText> Beside { get; init; } = [];
}

public sealed record GoalTasks(string Goal, IReadOnlyList<OwnedTask> Tasks);

public sealed record OwnedTask(string Description, TaskOwner Owner);

/// <summary>The record of a driegesprek, held or missed.</summary>
internal sealed class MeetingForm : TaskForm<MeetingAnswers>
{
    public override HumanTaskKind Kind => HumanTaskKind.Meeting;

    public override async Task<object> OpenAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var meeting = await MeetingAsync(scope, cancellationToken);
        return new MeetingAnswers { HeldOn = meeting.PlannedOn <= scope.Today ? meeting.PlannedOn : null, Location = meeting.Agreed?.Place, Actions = [new()] };
    }

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var caseId = scope.Case.Id;
        var meeting = await MeetingAsync(scope, cancellationToken);
        var earlier = await scope.Db.Meetings.Where(m => m.CaseId == caseId && m.Status == MeetingStatus.Held)
            .OrderByDescending(m => m.HeldOn).Select(m => new EarlierMeeting(m.Id, m.HeldOn!.Value, m.Decisions, m.PointsForNext)).FirstOrDefaultAsync(cancellationToken);
        if (earlier is not null) earlier = earlier with { Beside = (await scope.Db.BesideTextsAsync(scope.Case, scope.Actor, cancellationToken)).Of(ClientRequestAbout.Meeting, earlier.Id.Value) };
        var division = await scope.Db.TaskDivisions.AsNoTracking().Where(d => d.CaseId == caseId).OrderByDescending(d => d.AgreedAt).FirstOrDefaultAsync(cancellationToken);
        var agreement = await scope.Db.Agreements.SignedOf(caseId).OrderByDescending(a => a.ValidUntil).FirstOrDefaultAsync(cancellationToken);
        return new MeetingChoices(
            meeting.PlannedOn, await scope.Db.DecisionsToDo(caseId).Select(d => new OpenDecision(d.What, d.Owner, d.DueOn)).ToListAsync(cancellationToken), scope.Case.MeetingRhythmInWeeks, scope.Case.EvaluateFrom, earlier, TasksOf(division, scope.Case),
            agreement?.StateFor(scope.Case, scope.Today), agreement?.ValidUntil);
    }

    protected override void Check(AbstractValidator<MeetingAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.WasHeld).NotNull();
        rules.RuleFor(a => a.NextOn).GreaterThanOrEqualTo(scope.Today).LessThanOrEqualTo(scope.YearAhead).OnWorkingDay(scope);
        rules.When(a => a.WasHeld == true, () =>
        {
            rules.RuleFor(a => a.HeldOn).NotNull().GreaterThanOrEqualTo(scope.FirstPairedOn).LessThanOrEqualTo(scope.Today);
            rules.RuleFor(a => a.Location).NotNull().IsInEnum();
            rules.RuleFor(a => a.Agenda).NotEmpty().MaximumLength(4000);
            rules.RuleFor(a => a.Decisions).NotEmpty().MaximumLength(4000);
            rules.RuleFor(a => a.PointsForNext).MaximumLength(4000);
            rules.RuleFor(a => a.Actions).Must((a, _) => a.FilledActions().Count() <= MeetingDecision.Most).WithErrorCode("meeting-many-actions");
            rules.RuleForEach(a => a.Actions).Where(a => !string.IsNullOrWhiteSpace(a.What)).ChildRules(action =>
            {
                action.RuleFor(a => a.What).MaximumLength(MeetingDecision.MaxWhat);
                action.RuleFor(a => a.Owner).NotNull();
                action.RuleFor(a => a.Owner).Must(owner => owner is not { } party || Party.AtTable.Contains(party)).WithErrorCode("no-such-choice");
                action.RuleFor(a => a.DueOn).NotNull().GreaterThanOrEqualTo(scope.Today).LessThanOrEqualTo(scope.YearAhead);
            });
        });
        rules.When(a => a.WasHeld == false, () =>
        {
            rules.RuleFor(a => a.MissedReason).NotEmpty().MaximumLength(2000);
            rules.RuleFor(a => a.NextOn).NotNull();
            rules.RuleFor(a => a.EvaluateNow).Equal(false).WithErrorCode("missed-meeting-evaluates");
        });
    }

    protected override async Task<string> ApplyAsync(TaskFormScope scope, MeetingAnswers answers, CancellationToken cancellationToken)
    {
        var meeting = await MeetingAsync(scope, cancellationToken);
        scope.Case.NextMeetingOn = answers.NextOn;
        if (answers.WasHeld == false)
        {
            meeting.RecordMissed(answers.MissedReason!, answers.NextOn!.Value);
            scope.Tell(TimelineKind.MeetingMissed, meeting.Id.Value, answers.MissedReason);
            return "Missed";
        }

        var heldOn = answers.HeldOn!.Value;
        if (await scope.Db.Meetings.AnyAsync(m => m.CaseId == scope.Case.Id && m.HeldOn > heldOn, cancellationToken)) throw Wrong(nameof(answers.HeldOn), "meeting-before-last");
        var notes = new MeetingNotes(answers.Agenda!, answers.Decisions!, answers.PointsForNext);
        meeting.RecordHeld(heldOn, answers.Location!.Value, notes, answers.EvaluateNow, answers.NextOn);
        scope.Tell(TimelineKind.MeetingHeld, meeting.Id.Value);
        var calendar = await scope.Db.CalendarAsync(cancellationToken);
        Open(answers.FilledActions(), meeting.Id, calendar, scope);
        if (answers.EvaluateNow || scope.Case.EvaluateFrom <= heldOn) return "EvaluationDue";

        // Counted from this talk. Left open, the rhythm would be counted from the day on which the next one is prepared.
        scope.Case.NextMeetingOn = CaseFacts.Of(CaseState.Of(scope.Case), calendar, scope.Now).PlannedMeetingOn;
        return "Held";
    }

    private static void Open(IEnumerable<MeetingDecisionAnswer> actions, MeetingId meetingId, WorkingCalendar calendar, TaskFormScope scope)
    {
        foreach (var action in actions)
        {
            var decision = new MeetingDecision
            {
                CaseId = scope.Case.Id, MeetingId = meetingId, What = action.What!, Owner = action.Owner!.Value, DueOn = action.DueOn!.Value, DecidedAt = scope.Now,
            };
            scope.Db.MeetingDecisions.Add(decision);
            if (decision.OpenTask() is not { } task) continue;
            scope.Db.HumanTasks.Add(task);
            scope.Db.PromiseTerm(task, MeetingDecision.Term, calendar, scope.Now, scope.Case.IsPaused);
        }
    }

    private static Task<ThreeWayMeeting> MeetingAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.Meetings.GetAsync(MeetingId.From(scope.Task.SubjectId!.Value), cancellationToken);

    private static List<GoalTasks> TasksOf(TaskDivision? division, Case @case) =>
        [.. @case.GoalsWorkedOn.Select(goal => new GoalTasks(
            goal.Text,
            [.. (division?.Tasks ?? []).Where(t => t.GoalId == goal.Id).OrderBy(t => t.Order).Select(t => new OwnedTask(t.Description, t.Owner))]))];
}
