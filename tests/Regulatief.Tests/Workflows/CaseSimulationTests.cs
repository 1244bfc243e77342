using Regulatief.Cases.Workflows.Activities;
using Regulatief.Cases.Workflows.Simulation;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Format;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Workflows;

/// <summary>What two years of a shipped case would see, from effects alone: there is no database here.</summary>
public sealed class CaseSimulationTests
{
    private static readonly ActivityCatalog Catalog = new(DomainActivities.All);
    private static readonly DateOnly From = new(2026, 11, 24);

    [Fact]
    public void Simulate_TwoYearsOfTheCycle_SeesRoundsMeetingsAndReminders()
    {
        var simulated = Simulate("regulatieve-cyclus", Plan());

        Count(simulated, SimulatedKind.RoundBegun).ShouldBe(2);
        Count(simulated, SimulatedKind.MeetingPlanned).ShouldBeGreaterThan(6);
        Count(simulated, SimulatedKind.TaskReminded).ShouldBe(Count(simulated, SimulatedKind.TaskDone));
        Count(simulated, SimulatedKind.TaskEscalated).ShouldBe(0);
        Count(simulated, SimulatedKind.Incident).ShouldBe(0);
        simulated.Moments.Select(m => m.At).ShouldBeInOrder();
        simulated.Moments[^1].At.ShouldBeLessThan(new DateTimeOffset(2028, 11, 24, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Simulate_ChosenOutcomes_AreTakenInTurnAndTheLastFromThenOn()
    {
        var simulated = Simulate("regulatieve-cyclus", Plan(("inclusiecheck", "MoreInformation"), ("inclusiecheck", "NotIncluded")));

        simulated.Moments.Where(m => m.Kind == SimulatedKind.TaskDone).Select(m => m.ActivityId)
            .ShouldBe(["intake", "inclusiecheck", "aanvullen", "inclusiecheck", "uitslag-bespreken"]);
        simulated.Moments.ShouldContain(m => m.Kind == SimulatedKind.CaseClosed && m.What == "NotIncluded");
        simulated.Moments[^1].Kind.ShouldBe(SimulatedKind.Ended);
        simulated.Waiting.ShouldBeEmpty();
    }

    [Fact]
    public void Simulate_Random_IsTheSameCaseForOneSeedAndAnotherForTheNext()
    {
        var first = Simulate("regulatieve-cyclus", Plan() with { IsRandom = true, Seed = 7 });

        Simulate("regulatieve-cyclus", Plan() with { IsRandom = true, Seed = 7 }).Moments.ShouldBe(first.Moments);
        Simulate("regulatieve-cyclus", Plan() with { IsRandom = true, Seed = 8 }).Moments.ShouldNotBe(first.Moments);
    }

    [Fact]
    public void Simulate_AnyRandomCase_HasNoIncidentAndEscalatesWhatIsLate()
    {
        var plans = Enumerable.Range(1, 100).Select(seed => Plan() with { IsRandom = true, Seed = seed }).ToList();
        var cases = plans.Select(p => Simulate("regulatieve-cyclus", p)).Concat(plans.Select(p => Simulate("risicosignaal", p))).ToList();

        cases.Where(c => Count(c, SimulatedKind.Incident) > 0 || c.IsCut).ShouldBeEmpty();
        cases.ShouldContain(c => Count(c, SimulatedKind.TaskEscalated) > 0);
        cases.ShouldContain(c => Count(c, SimulatedKind.EventCame) > 0);
    }

    [Fact]
    public void Simulate_TimerThatNeverRests_IsCut()
    {
        const string Circle = """
            { "definitionId": "rondje", "version": 1, "root": { "id": "f", "type": "Elsa.Flowchart", "activities": [
              { "id": "t", "type": "Elsa.Delay", "timeSpan": "00:01:00" } ], "connections": [
              { "source": { "activity": "t", "port": "Done" }, "target": { "activity": "t", "port": "In" } } ] } }
            """;

        CaseSimulation.Run(DefinitionReader.Read(Circle, Catalog).Definition!, Catalog, Plan()).IsCut.ShouldBeTrue();
    }

    private static SimulationPlan Plan(params (string Id, string Outcome)[] outcomes) =>
        new(From, Days: 730, Seed: 1, IsRandom: false, outcomes.ToLookup(o => o.Id, o => o.Outcome));

    private static SimulatedCase Simulate(string definition, SimulationPlan plan) =>
        CaseSimulation.Run(DefinitionReader.Read(Repository.Read($"workflows/{definition}/{definition}.json"), Catalog).Definition!, Catalog, plan);

    private static int Count(SimulatedCase simulated, SimulatedKind kind) => simulated.Moments.Count(m => m.Kind == kind);
}
