using System.Text.Json.Nodes;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Execution;

public class ForesightTests
{
    private static readonly Dictionary<string, JsonNode?> AtFirst = [];

    [Fact]
    public void Pass_ASwitch_GoesByWhatItsScriptDoesAndNotByTheWordsInIt()
    {
        var definition = A.Definition(Switch("getNext() !== 'later' && getInput('phase') !== 'later'"), A.Variable("Next", "String"));
        var foresight = new Foresight(definition, A.Catalog);

        foresight.Pass(definition.Root, AtFirst).Outcomes.ShouldBe(["Hit"]);
        foresight.Pass(definition.Root, new Dictionary<string, JsonNode?> { ["Next"] = "later" }).Outcomes.ShouldBe(["Default"]);
    }

    [Fact]
    public void Pass_WhatSetsAVariable_GivesItsValueForTheNext()
    {
        var definition = A.Definition(A.Set("set", "Next", "'la' + 'ter'"), A.Variable("Next", "String"), A.Variable("Other", "Int32", 3));

        var (outcomes, variables) = new Foresight(definition, A.Catalog).Pass(definition.Root, AtFirst);

        outcomes.ShouldBe(["Done"]);
        variables["Next"]!.ToString().ShouldBe("later");
        variables["Other"]!.ToString().ShouldBe("3");
    }

    [Fact]
    public void Pass_WhatFailsOrWaits_LeavesByNothing()
    {
        var failing = A.Definition(Switch("no.such.thing"));
        var waiting = A.Definition(A.Event("e"));

        new Foresight(failing, A.Catalog).Pass(failing.Root, AtFirst).Outcomes.ShouldBeEmpty();
        new Foresight(waiting, A.Catalog).Pass(waiting.Root, AtFirst).Outcomes.ShouldBeEmpty();
    }

    private static JsonObject Switch(string script) => A.Activity("switch", "Elsa.FlowSwitch", ("cases", new JsonArray(new JsonObject
    {
        ["label"] = "Hit",
        ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = script },
    })));
}
