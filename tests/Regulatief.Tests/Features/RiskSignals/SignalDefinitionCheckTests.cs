using System.Text.Json.Nodes;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows.Activities;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Tests.Testing;
using static Regulatief.Tests.Features.RiskSignals.SignalDrawing;

namespace Regulatief.Tests.Features.RiskSignals;

public sealed class SignalDefinitionCheckTests
{
    private static readonly ActivityCatalog Catalog = new([.. DomainActivities.All]);

    [Fact]
    public void Judge_TheShippedDefinition_FindsNothing() => Judge(Repository.Read("workflows/risicosignaal/risicosignaal.json")).ShouldBeEmpty();

    [Fact]
    public void Judge_AnotherDefinition_IsNotItsBusiness()
    {
        var document = Drawing(["a:Done>b"], Node("a", "Regulatief.CaseTask"), Node("b", "Regulatief.Escalate"));
        document["definitionId"] = "regulatieve-cyclus";

        Judge(document.ToJsonString()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Regulatief.CaseTask")]
    [InlineData("Regulatief.Escalate")]
    [InlineData("Regulatief.FollowUp", "Due")]
    [InlineData("Regulatief.CloseCase", null)]
    [InlineData("Regulatief.ThreeWayMeeting", "Held")]
    [InlineData("Elsa.PublishEvent")]
    [InlineData("Elsa.ExecuteWorkflow")]
    [InlineData("Elsa.DispatchWorkflow")]
    [InlineData("Elsa.RunTask")]
    [InlineData("Elsa.Fault")]
    public void Judge_WhatReachesOthers_IsRefusedBeforeBesideAndAfterAnUnsharedSignal(string type, string? port = "Done")
    {
        if (port is not null) Codes([$"x:{port}>s", "s:Handled>e"], Node("x", type), Signal(), End()).ShouldContain("signal-late x");
        Codes(["f:A>s", "f:B>x", "s:Handled>e"], Node("f", "Elsa.FlowFork"), Signal(), Node("x", type), End()).ShouldContain("signal-late x");
        Codes(["s:Withdrawn>x", "s:Handled>e"], Signal(), Node("x", type), End()).ShouldBe(["signal-told x"]);
        Codes(["s:NotShared>d", "s:Handled>d", "d:True>x"], Signal(), Node("d", "Elsa.FlowDecision"), Node("x", type)).ShouldBe(["signal-told x"]);
        Codes(["s:Handled>x", "s:NotShared>e"], Signal(), Node("x", type), End()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Elsa.Delay")]
    [InlineData("Elsa.Event")]
    [InlineData("Elsa.End", null)]
    public void Judge_WhatWaitsOrEnds_IsRefusedBeforeTheSignalAndNotAfter(string type, string? port = "Done")
    {
        Codes(port is null ? [] : [$"x:{port}>s"], Node("x", type), Signal()).ShouldContain("signal-late x");
        Codes(["s:Withdrawn>x"], Signal(), Node("x", type)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("role", "Coordinator", "Literal")]
    [InlineData("role", "getInput('role')", "JavaScript")]
    [InlineData("phase", "Evaluation", "Literal")]
    [InlineData("escalateAfterWorkingDays", "2", "Literal")]
    public void Judge_SignalThatIsNotTheVolunteersAlone_IsRefused(string input, string value, string language)
    {
        var signal = Signal();
        signal[input] = new JsonObject { ["expression"] = new JsonObject { ["type"] = language, ["value"] = value } };

        Codes(["s:Handled>e"], signal, End()).ShouldBe(["signal-not-alone s"]);
    }

    [Fact]
    public void Judge_NoSignal_IsRefused() => Codes(["a:Done>e"], Node("a", "Elsa.WriteLine"), End()).ShouldContain("signal-missing stroom");

    [Fact]
    public void Judge_TaskAfterTheSignalInASequence_IsToldWhateverBecameOfTheSignal()
    {
        var document = Drawing([]);
        document["root"] = Node("stroom", "Elsa.Sequence");
        document["root"]!["activities"] = new JsonArray(Signal(), Node("x", "Regulatief.CaseTask"));

        Judge(document.ToJsonString()).Select(p => $"{p.Code} {p.ActivityId}").ShouldBe(["signal-told x"]);
    }

    private static IEnumerable<string> Codes(string[] connections, params JsonObject[] activities) =>
        Judge(Drawing(connections, activities).ToJsonString()).Select(p => $"{p.Code} {p.ActivityId}");

    private static IReadOnlyList<DefinitionProblem> Judge(string json) =>
        SignalDefinitionCheck.Judge(DefinitionReader.Read(json, Catalog).Definition.ShouldNotBeNull());
}
