using System.Globalization;
using System.Text.Json.Nodes;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows.Effects;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Cases.Workflows.Simulation;

/// <summary>Lives a case of a definition on a virtual clock: its effects are read and none is applied, so nothing is stored and nobody told.</summary>
public sealed class CaseSimulation
{
    // Years of a case make hundreds of runs. A timer of a minute makes a million, and says nothing more.
    private const int MaxRuns = 10_000;
    private static readonly TimeOnly Opening = new(9, 0);

    private readonly WorkflowDefinition _definition;
    private readonly WorkflowRunner _runner;
    private readonly SimulationPlan _plan;
    private readonly SimulatedPeople _people;
    private readonly PriorityQueue<Action, (DateTimeOffset At, int Order)> _agenda = new();
    private readonly Dictionary<Guid, OpenHumanTask> _tasks = [];
    private readonly List<SimulatedMoment> _moments = [];
    private WorkflowInstance _instance;
    private DateTimeOffset _now;
    private DateOnly? _evaluateFrom;
    private int? _rhythmInWeeks;
    private int _round = 1;
    private int _runs;
    private int _planned;

    private CaseSimulation(WorkflowDefinition definition, IActivityCatalog catalog, SimulationPlan plan)
    {
        _definition = definition;
        _runner = new WorkflowRunner(catalog);
        _plan = plan;
        _people = new SimulatedPeople(plan);
        _instance = WorkflowInstance.New(Guid.Empty, definition.DefinitionId, definition.Version);
        _now = LegalTime.At(plan.From, Opening);
    }

    private CaseFacts Facts => new(LegalTime.DateOf(_now), _plan.Calendar, _round, NextMeetingOn: null, _rhythmInWeeks, _evaluateFrom);

    /// <summary>The same definition and plan give the same case.</summary>
    public static SimulatedCase Run(WorkflowDefinition definition, IActivityCatalog catalog, SimulationPlan plan)
    {
        var simulation = new CaseSimulation(definition, catalog, plan);
        var end = LegalTime.EndOf(plan.From.AddDays(plan.Days - 1));
        simulation.Apply(new Stimulus.Start(), null);
        while (simulation._runs < MaxRuns && simulation._agenda.TryDequeue(out var next, out var when) && when.At < end)
        {
            simulation._now = when.At;
            next();
        }

        return new SimulatedCase(
            simulation._moments, [.. simulation._instance.Bookmarks.Select(b => b.ActivityId).Distinct()], IsCut: simulation._runs >= MaxRuns);
    }

    private void At(DateTimeOffset at, Action action) => _agenda.Enqueue(action, (at, _planned++));

    private void Note(SimulatedKind kind, string? activityId, string what, DateOnly? on = null) => _moments.Add(new SimulatedMoment(_now, kind, activityId, what) { On = on });

    private bool IsWaiting(Guid bookmarkId) => _instance.Bookmarks.Any(b => b.Id == bookmarkId);

    private void Apply(Stimulus stimulus, Bookmark? woken)
    {
        var result = _runner.Run(new RunRequest
        {
            Definition = _definition, Instance = _instance, Stimulus = stimulus, Facts = Facts, Now = _now, Seed = _runs++,
        });
        if (!result.Matched) return;

        _instance = result.Instance;
        foreach (var gone in result.BookmarksBurned.Where(b => b.Id != woken?.Id))
            if (_tasks.Remove(gone.Id, out var task)) Note(SimulatedKind.TaskCancelled, gone.ActivityId, task.Title);
        foreach (var incident in result.Incidents) Note(SimulatedKind.Incident, incident.ActivityId, $"{incident.Kind}: {incident.Message}");
        foreach (var effect in result.Effects) Read(effect);
        foreach (var bookmark in result.BookmarksCreated) Await(bookmark);
        if (_instance.Status == WorkflowStatus.Finished) Note(SimulatedKind.Ended, null, _instance.SubStatus.ToString());
    }

    private void Read(Effect effect)
    {
        switch (effect)
        {
            case OpenHumanTask task:
                Open(task);
                break;
            case PlanMeeting meeting:
                Note(SimulatedKind.MeetingPlanned, meeting.Record.Bookmark.ActivityId, "", meeting.On);
                Open(meeting.Record);
                break;
            case ScheduleFollowUp followUp:
                Note(SimulatedKind.FollowUpPlanned, followUp.Bookmark.ActivityId, followUp.Title, LegalTime.DateOf(followUp.DueAt));
                break;
            case EnterPhase phase:
                Note(SimulatedKind.PhaseEntered, null, phase.Phase.ToString());
                break;
            case BeginNextRound:
                Note(SimulatedKind.RoundBegun, null, (++_round).ToString(CultureInfo.InvariantCulture));
                break;
            case RaiseEscalation:
                Note(SimulatedKind.CoordinatorTold, null, "");
                break;
            case EndCase end:
                Note(SimulatedKind.CaseClosed, null, end.Reason?.ToString() ?? "");
                break;
            case PublishEventEffect published:
                At(_now, () => Publish(published));
                break;
            case RunTaskEffect asked:
                Note(SimulatedKind.OutsideAsked, null, asked.TaskName);
                break;
            case StartWorkflowEffect started:
                Note(SimulatedKind.OutsideAsked, null, started.DefinitionId);
                break;
        }
    }

    private void Open(OpenHumanTask task)
    {
        var (id, activityId) = (task.Bookmark.Id, task.Bookmark.ActivityId);
        var opened = new HumanTask
        {
            CaseId = CaseId.From(Guid.Empty), Kind = task.Kind, Title = task.Title, Role = task.Role, Outcomes = [.. task.Outcomes],
            OpenedAt = _now, DueOn = task.DueOn(LegalTime.DateOf(_now), _plan.Calendar),
        };
        _tasks[id] = task;
        _moments.Add(new SimulatedMoment(_now, SimulatedKind.TaskOpened, activityId, task.Title) { Role = task.Role, On = opened.DueOn });
        foreach (var promise in Promise.AboutTask(opened, task.Term, _plan.Calendar, _now, Guid.CreateVersion7))
        {
            var (kind, at) = promise.Kind == DueWorkKind.TaskReminder
                ? (SimulatedKind.TaskReminded, promise.DueAt) : (SimulatedKind.TaskEscalated, Promise.LateBy(opened, task.Term.EscalateAfter ?? 0, _plan.Calendar));
            At(at, () =>
            {
                if (IsWaiting(id)) Note(kind, activityId, task.Title);
            });
        }

        At(_people.AnswerAt(task, _plan.Calendar, _now), () => Answer(task));
    }

    private void Answer(OpenHumanTask task)
    {
        if (!IsWaiting(task.Bookmark.Id)) return;

        var outcome = _people.OutcomeOf(task, task.Bookmark.ActivityId, Facts);
        _moments.Add(new SimulatedMoment(_now, SimulatedKind.TaskDone, task.Bookmark.ActivityId, task.Title) { Outcome = outcome });
        if (task.Kind == HumanTaskKind.TaskDivision)
            (_rhythmInWeeks, _evaluateFrom) = (TaskDivisionForm.ProposedRhythmInWeeks, Facts.Today.AddMonths(TaskDivisionForm.ProposedRoundInMonths));
        var answer = new JsonObject { ["outcome"] = outcome };
        if (outcome == RiskSignalOutcome.Shared) answer["recipient"] = nameof(AccountRole.ProbationOfficer);
        _tasks.Remove(task.Bookmark.Id);
        Apply(new Stimulus.Resume(task.Bookmark.Id, answer), task.Bookmark);
    }

    private void Await(Bookmark bookmark)
    {
        if (bookmark.DueAt is { } dueAt) At(dueAt, () => Wake(bookmark, SimulatedKind.WaitOver));
        else if (bookmark.Name == "Elsa.Event" && _people.EventAt(_now) is { } comesAt) At(comesAt, () => Wake(bookmark, SimulatedKind.EventCame));
    }

    private void Wake(Bookmark bookmark, SimulatedKind kind)
    {
        if (!IsWaiting(bookmark.Id)) return;

        Note(kind, bookmark.ActivityId, bookmark.Key ?? "");
        Apply(new Stimulus.Resume(bookmark.Id), bookmark);
    }

    private void Publish(PublishEventEffect published)
    {
        Note(SimulatedKind.EventCame, null, published.EventName);
        Apply(new Stimulus.Event(published.EventName, published.Payload), null);
    }
}
