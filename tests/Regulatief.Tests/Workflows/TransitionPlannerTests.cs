using System.Text.Json;
using System.Text.Json.Nodes;
using Regulatief.Cases;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Activities;
using Regulatief.Cases.Workflows.Effects;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Format;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;
using Promised = Regulatief.Cases.Workflows.Transitions.Promised;

namespace Regulatief.Tests.Workflows;

/// <summary>What one stimulus leads to, looked at as a value: no database, no host.</summary>
public sealed class TransitionPlannerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    private static readonly ActivityCatalog Catalog = new(DomainActivities.All);
    private static readonly TransitionPlanner Planner = new(new WorkflowRunner(Catalog));
    private static readonly CaseId CaseId = CaseId.New();

    [Fact]
    public void Plan_TheSameThreeThings_GivesTheSameTransition()
    {
        var snapshot = Read([], Started(Flow("e", Event("tik"), Task("taak")).Then("tik", "taak")));

        var (one, other) = (Planner.Plan(snapshot, new CaseStimulus.Event("tik"), Now), Planner.Plan(snapshot, new CaseStimulus.Event("tik"), Now));

        JsonSerializer.Serialize(one).ShouldBe(JsonSerializer.Serialize(other));
        one.TasksOpened.ShouldHaveSingleItem();
    }

    [Fact]
    public void Plan_NothingWaitsForIt_WritesNothing()
    {
        var started = Started(Flow("e", Event("tik")));

        var plan = Planner.Plan(Read([], started), new CaseStimulus.Resume(started.Read.Id, Guid.NewGuid(), []), Now);

        plan.IsMatched.ShouldBeFalse();
        plan.Instances.ShouldBeEmpty();
    }

    [Fact]
    public void Plan_TaskDone_TakesBackWhatWasPromisedAboutItAndCancelsNothing()
    {
        var started = Started(Flow("t", Task("een"), Task("twee")).Then("een", "twee"));
        var task = started.Plan.TasksOpened.Single();

        var plan = Planner.Plan(Read([], started), new CaseStimulus.Resume(started.Read.Id, task.BookmarkId!.Value, Outcome("Done"), task.Id), Now);

        plan.TasksCancelled.ShouldBeEmpty();
        plan.PromisesEnded.Select(p => p.SubjectId).Distinct().ShouldBe([task.Id.Value]);
        plan.PromisesMade.Select(p => p.SubjectId).Distinct().ShouldBe([plan.TasksOpened.Single().Id.Value]);
    }

    [Fact]
    public void Plan_EventKeptTwiceAndWaitedForOnce_TakesOneAndKeepsTheOther()
    {
        var started = Started(Flow("f", Event("eerst"), Event("tik"), Task("taak")).Then("eerst", "tik").Then("tik", "taak"));
        InboxEvent[] early = [Kept(started, "tik", 0), Kept(started, "tik", 1)];

        var plan = Planner.Plan(Read(early, started), new CaseStimulus.Event("eerst"), Now);

        plan.InboxTaken.ShouldBe([early[0]]);
        plan.TasksOpened.ShouldHaveSingleItem();
    }

    [Fact]
    public void Plan_DeliveryOfAnEventThatAnotherDeliveryMakesEarly_TakesItOnce()
    {
        // "eerst" is delivered and makes the wait for "tik", which takes the "tik" behind it; the delivery then comes to that one itself.
        var started = Started(Flow("f", Event("eerst"), Event("tik"), Event("tik2", "tik"), Task("taak")).Then("eerst", "tik").Then("tik", "tik2").Then("tik2", "taak"));
        InboxEvent[] kept = [Kept(started, "eerst", 0), Kept(started, "tik", 1)];

        var plan = Planner.Plan(Read(kept, started), new CaseStimulus.Delivery(started.Read.Id), Now);

        plan.InboxTaken.ShouldBe(kept, ignoreOrder: true);
        plan.TasksOpened.ShouldBeEmpty();
    }

    [Fact]
    public void Plan_DeliveryOfAnEventOfAnEarlierRound_LeavesIt()
    {
        var started = Started(Flow("e", Event("tik"), Task("taak")).Then("tik", "taak"));

        var plan = Planner.Plan(Read([Kept(started, "tik", 0, round: 1)], started) with { Case = State with { Round = 2 } }, new CaseStimulus.Delivery(started.Read.Id), Now);

        plan.InboxTaken.ShouldBeEmpty();
        plan.TasksOpened.ShouldBeEmpty();
    }

    [Fact]
    public void Plan_EffectsOfAllKinds_StayInTheOrderOfTheRun()
    {
        var definition = Flow("o", Publish("eerst"), Task("taak"), Publish("later")).Then("eerst", "taak").Then("taak", "later");
        var started = Planner.Plan(Family(), new CaseStimulus.Start(Definition(definition), null, null), Now);
        var task = started.TasksOpened.Single();

        started.Steps.Single().Effects.Select(e => e.GetType()).ShouldBe([typeof(PublishEventEffect), typeof(OpenHumanTask)]);
        started.InboxKept.Single().EventName.ShouldBe("eerst");
        task.OpenedAt.ShouldBe(Now);
    }

    [Fact]
    public void Plan_EventMeantForACorrelation_ReachesOnlyWhoCarriesIt()
    {
        var (meant, other) = (About("voor-a"), About("voor-b"));
        var definition = Flow("c", Publish("tik", "voor-a"));

        var plan = Planner.Plan(Family(meant, other), new CaseStimulus.Start(Definition(definition), null, null), Now);

        plan.InboxKept.Select(e => e.InstanceId).ShouldBe([meant.Read.Id]);
    }

    [Fact]
    public void Plan_EventForTheCase_AsksForTheFamilyWhenItWasNotRead()
    {
        var plan = Planner.Plan(CaseSnapshot.OfNothing(State, WorkingCalendar.OfLaw), new CaseStimulus.Start(Definition(Flow("p", Publish("tik"))), null, null), Now);

        plan.Missing.ShouldBe(MissingPart.Family);
    }

    [Fact]
    public void Plan_StartsBeyondTheBoundOfAnHour_IsRefused()
    {
        var definition = Definition(Flow("d", Dispatch("weer")));
        var snapshot = Family() with { StartedThisHour = TransitionPlanner.MaxStartsAnHour };

        Should.Throw<CaseRuleException>(() => Planner.Plan(snapshot, new CaseStimulus.Start(definition, null, null), Now)).Code.ShouldBe("workflow-too-many");
        Planner.Plan(snapshot with { StartedThisHour = TransitionPlanner.MaxStartsAnHour - 1 }, new CaseStimulus.Start(definition, null, null), Now).Instances.Count.ShouldBe(2);
    }

    [Fact]
    public void Plan_Pause_StopsTheTermsAndNotTheClocksOfTheLaw()
    {
        var started = Started(Flow("t", Task("taak")));
        var request = new Promised(Guid.NewGuid(), DueWorkKind.TaskEscalation, Guid.NewGuid(), Now.AddDays(3), StandsStillInPause: false, null);
        var snapshot = Read([], started);
        snapshot = snapshot with { Case = State with { PausedAt = Now }, Rows = snapshot.Rows! with { Promises = [.. snapshot.Rows.Promises, request] } };

        var plan = Planner.Plan(snapshot, new CaseStimulus.Event("paused", new ClockChange.Stop()), Now);

        plan.PromisesMoved.Select(m => m.Promise).ShouldBe(snapshot.Rows.Promises.Where(p => p != request), ignoreOrder: true);
        plan.PromisesMoved.ShouldAllBe(m => m.SuspendedAt == Now);
    }

    [Fact]
    public void Plan_MadeDuringThePause_IsMovedByWhatIsLeftOfIt()
    {
        var (old, young) = (Wait(Now.AddDays(20), Now), Wait(Now.AddDays(20), Now.AddDays(8)));
        var snapshot = Read([]) with { Rows = new CaseRows([], [old, young], [], [], []) };

        var plan = Planner.Plan(snapshot, new CaseStimulus.Event("resumed", new ClockChange.GoOn(Now)), Now.AddDays(10));

        plan.PromisesMoved.ToDictionary(m => m.Promise, m => m.DueAt).ShouldBe(new Dictionary<Promised, DateTimeOffset>
        {
            [old] = Now.AddDays(30), [young] = Now.AddDays(22),
        });
    }

    [Fact]
    public void Plan_TheEndOfAPausedCase_LeavesNothingSuspendedAndKeepsTheLawsClocks()
    {
        var own = new Promised(Guid.NewGuid(), DueWorkKind.TaskEscalation, Guid.NewGuid(), Now.AddDays(3), StandsStillInPause: true, Now);
        var law = own with { Id = Guid.NewGuid(), StandsStillInPause = false, SuspendedAt = null };
        var wait = Wait(Now.AddDays(3), Now);
        var definition = Definition(Flow("s", Activity("sluit", "Regulatief.CloseCase")));

        var plan = Planner.Plan(
            Read([]) with { Case = State with { PausedAt = Now }, Rows = new CaseRows([], [own, law, wait], [], [], []) },
            new CaseStimulus.Start(definition, null, null), Now.AddDays(2));

        plan.Case.ClosedAt.ShouldBe(Now.AddDays(2));
        plan.PromisesEnded.ShouldBe([own]);
        plan.PromisesMoved.ShouldBe([(wait, Now.AddDays(5), null)]);
    }

    [Fact]
    public void Plan_TheEndOfACase_TakesBackWhatAgreementsPromisedAndTheTaskOfRenewingThem()
    {
        var ends = new Promised(Guid.NewGuid(), DueWorkKind.AgreementEnd, Guid.NewGuid(), Now.AddDays(3), StandsStillInPause: false, null);
        OpenTask Open(HumanTaskKind kind) => new(HumanTaskId.New(), null, kind, Guid.NewGuid(), null, Now, new DateOnly(2026, 12, 1));
        var (renewal, ofLaw) = (Open(HumanTaskKind.Agreement), Open(HumanTaskKind.ClientRequest));
        var definition = Definition(Flow("s", Activity("sluit", "Regulatief.CloseCase")));

        var plan = Planner.Plan(Read([]) with { Rows = new CaseRows([renewal, ofLaw], [ends], [], [], []) }, new CaseStimulus.Start(definition, null, null), Now);

        plan.PromisesEnded.ShouldBe([ends]);
        plan.TasksCancelled.ShouldBe([renewal.Id]);
    }

    [Fact]
    public void Plan_ClocksOfAWorkflowThatFollowsASignal_AreTheLaws()
    {
        var definition = Definition(Flow("w", Delay("wacht")));
        var signal = new SignalRead(RiskSignalId.New(), IsShared: true);

        Planner.Plan(Family(), new CaseStimulus.Start(definition, null, signal), Now).PromisesMade.Single().StandsStillInPause.ShouldBeFalse();
        Planner.Plan(Family(), new CaseStimulus.Start(definition, null, null), Now).PromisesMade.Single().StandsStillInPause.ShouldBeTrue();
    }

    [Fact]
    public void Plan_InstanceCancelled_CallsOffItsChildrenWithWhatWaitedForThem()
    {
        var parent = Started(Flow("ouder", Event("tik")));
        var running = Started(Flow("kind", Task("taak"))) with { ParentId = parent.Read.Id };
        var fresh = new Begun(null!, WorkflowInstance.New(Guid.NewGuid(), "vers", 0), parent.Read.Id);
        var toStart = new InboxEvent { Id = Guid.NewGuid(), InstanceId = fresh.Read.Id, Kind = InboxKind.Start, EventName = "", ArrivedAt = Now, Round = 1 };

        var plan = Planner.Plan(
            Family(parent, running, fresh) with { Rows = RowsOf([toStart], parent, running) },
            new CaseStimulus.Decision(parent.Read.Id, new Regulatief.Engine.Stimuli.Stimulus.Cancel()), Now);

        plan.Instances.Select(i => i.After.SubStatus).ShouldBe([WorkflowSubStatus.Cancelled, WorkflowSubStatus.Cancelled, WorkflowSubStatus.Cancelled]);
        plan.TasksCancelled.ShouldBe([running.Plan.TasksOpened.Single().Id]);
        plan.InboxTaken.ShouldBe([toStart]);
    }

    private static CaseState State { get; } = new(CaseId, 17, CasePhase.Intake, 1, null, null, null);

    private static CaseSnapshot Family(params Begun[] begun) => Read([], begun) with { HasFamily = true };

    private static CaseSnapshot Read(InboxEvent[] inbox, params Begun[] begun) => new()
    {
        Case = State,
        Calendar = WorkingCalendar.OfLaw,
        Instances = [.. begun.Select(b => b.Read)],
        Rows = RowsOf(inbox, begun.Where(b => b.Plan is not null)),
        Definitions = begun.Where(b => b.Definition is not null).ToDictionary(b => (b.Definition.DefinitionId, b.Definition.Version), b => b.Definition),
        Seed = 42,
    };

    private static CaseRows RowsOf(InboxEvent[] inbox, params IEnumerable<Begun> begun) => new(
        [.. begun.SelectMany(b => b.Plan.TasksOpened).Select(t => new OpenTask(t.Id, t.BookmarkId, t.Kind, t.SubjectId, t.RiskSignalId, t.OpenedAt, t.DueOn))],
        [.. begun.SelectMany(b => b.Plan.PromisesMade).Select(p => new Promised(p.Id, p.Kind, p.SubjectId, p.DueAt, p.StandsStillInPause, p.SuspendedAt))],
        [], inbox, []);

    private static Begun About(string correlationId) => new(null!, WorkflowInstance.New(Guid.NewGuid(), "gaat-over", 1, correlationId), null);

    private static Begun Started(Flowing flow)
    {
        var definition = Definition(flow);
        var plan = Planner.Plan(CaseSnapshot.OfNothing(State, WorkingCalendar.OfLaw), new CaseStimulus.Start(definition, null, null), Now);
        return new Begun(definition, plan.Instances.Single().After, null) { Plan = plan };
    }

    private static InboxEvent Kept(Begun by, string name, int order, int round = 1) =>
        new() { Id = Guid.CreateVersion7(), InstanceId = by.Read.Id, EventName = name, ArrivedAt = Now.AddMinutes(order - 10), Round = round };

    private static Promised Wait(DateTimeOffset dueAt, DateTimeOffset suspendedAt) => new(Guid.NewGuid(), DueWorkKind.Bookmark, Guid.NewGuid(), dueAt, true, suspendedAt);

    private static JsonObject Outcome(string outcome) => new() { ["outcome"] = outcome };

    private static WorkflowDefinition Definition(Flowing flow)
    {
        var reading = DefinitionReader.Read(flow.ToJson(), Catalog);
        return reading.Definition ?? throw new InvalidOperationException(string.Join("; ", reading.Problems));
    }

    private static Flowing Flow(string id, params JsonObject[] activities) => new(id, activities, []);

    private static JsonObject Event(string id, string? name = null) => Activity(id, "Elsa.Event", ("eventName", name ?? id));

    private static JsonObject Publish(string id, string? correlationId = null) => correlationId is null
        ? Activity(id, "Elsa.PublishEvent", ("eventName", id))
        : Activity(id, "Elsa.PublishEvent", ("eventName", id), ("correlationId", correlationId));

    private static JsonObject Dispatch(string definitionId) => Activity("start", "Elsa.DispatchWorkflow", ("workflowDefinitionId", definitionId));

    private static JsonObject Delay(string id) => Activity(id, "Elsa.Delay", ("timeSpan", "1.00:00:00"));

    private static JsonObject Task(string id) => Activity(id, "Regulatief.CaseTask", ("title", id), ("role", "ProbationOfficer"), ("termInWorkingDays", 5));

    private static JsonObject Activity(string id, string type, params (string Name, JsonNode Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in inputs) activity[name] = new JsonObject { ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };
        return activity;
    }

    /// <summary>An instance as its start left it.</summary>
    private sealed record Begun(WorkflowDefinition Definition, WorkflowInstance State, WorkflowInstanceId? ParentId)
    {
        public Transition Plan { get; init; } = null!;

        public InstanceRead Read => new(WorkflowInstanceId.From(State.Id), State, 1, 1, ParentId, null, null);
    }

    private sealed record Flowing(string Id, JsonObject[] Activities, (string From, string To)[] Lines)
    {
        public Flowing Then(string from, string to) => this with { Lines = [.. Lines, (from, to)] };

        public string ToJson() => new JsonObject
        {
            ["definitionId"] = Id,
            ["name"] = Id,
            ["version"] = 1,
            ["root"] = new JsonObject
            {
                ["id"] = "stroom", ["type"] = "Elsa.Flowchart", ["version"] = 1,
                ["activities"] = new JsonArray([.. Activities.Select(a => a.DeepClone())]),
                ["connections"] = new JsonArray([.. Lines.Select(line => new JsonObject
                {
                    ["source"] = new JsonObject { ["activity"] = line.From, ["port"] = "Done" },
                    ["target"] = new JsonObject { ["activity"] = line.To, ["port"] = "In" },
                })]),
            },
        }.ToJsonString();
    }
}
