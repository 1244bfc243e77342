using System.Text.Json.Nodes;
using Regulatief.Cases.Workflows.Activities;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Format;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Tests.Features.Cases;

public sealed class CycleDrawingTests
{
    private static readonly ActivityCatalog Catalog = new([.. DomainActivities.All]);

    /// <summary>The first of the cases names the value, and is the one that does not hold for it.</summary>
    [Theory]
    [InlineData("getNext() !== 'again'", "getNext() === 'again'", "b")]
    [InlineData("(x => x === 'ag' + 'ain')(getNext())", "'again' === 'no'", "a")]
    public void Draw_SwitchAfterAVariableWasSet_GoesTheWayThatItsScriptTakes(string first, string second, string reached)
    {
        var drawing = Draw(["ask:Done>set", "set:Done>which", "which:A>a", "which:B>b"], Switch(first, second));

        drawing.ShouldBe([$"ask>{reached}"]);
    }

    [Fact]
    public void Draw_SwitchThatFailsWithoutTheCase_ShowsEveryWay() =>
        Draw(["ask:Done>which", "which:A>a", "which:B>b"], Switch("getInput('x').y", "true")).ShouldBe(["ask>a", "ask>b"], ignoreOrder: true);

    [Fact]
    public void Draw_Decision_GoesTheWayThatItsConditionTakes() =>
        Draw(["ask:Done>set", "set:Done>which", "which:True>a", "which:False>b"], Decision("getNext() === 'again'")).ShouldBe(["ask>a"]);

    [Fact]
    public void Draw_FlowchartThatNamesNoStart_BeginsWhereTheEngineBegins()
    {
        // Nothing leads to the switch either, and it stands first.
        var drawing = Drawing(["begin:Done>ask", "which:A>a", "which:B>b"], Switch("true", "false"), start: null, Node("begin", "Elsa.Start"));

        drawing.Nodes.Select(n => n.Node.Id).ShouldBe(["ask"]);
    }

    private static IEnumerable<string> Draw(string[] connections, JsonObject which) =>
        Drawing(connections, which, "ask").Connections.Select(c => $"{c.Connection.From}>{c.Connection.To}");

    private static CycleDiagram Drawing(string[] connections, JsonObject which, string? start, params JsonObject[] others)
    {
        var set = Node("set", "Elsa.SetVariable");
        set["variable"] = new JsonObject { ["id"] = "Next" };
        set["value"] = new JsonObject { ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "again" } };
        var root = Node("stroom", "Elsa.Flowchart");
        root["start"] = start;
        root["activities"] = new JsonArray([which, Node("ask", "Regulatief.CaseTask"), set, Node("a", "Regulatief.CaseTask"), Node("b", "Regulatief.CaseTask"), .. others]);
        root["connections"] = new JsonArray([.. connections.Select(c => c.Split(':', '>')).Select(c => new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = c[0], ["port"] = c[1] },
            ["target"] = new JsonObject { ["activity"] = c[2], ["port"] = "In" },
        })]);
        var document = new JsonObject
        {
            ["definitionId"] = "proef",
            ["version"] = 1,
            ["variables"] = new JsonArray(new JsonObject { ["id"] = "Next", ["name"] = "Next", ["typeName"] = "String" }),
            ["root"] = root,
        };
        var definition = DefinitionReader.Read(document.ToJsonString(), Catalog).Definition.ShouldNotBeNull();
        return new CycleDrawing(definition, [], [], [], new Texts(typeof(Texts).Assembly)).Draw();
    }

    private static JsonObject Switch(string first, string second)
    {
        var node = Node("which", "Elsa.FlowSwitch");
        node["cases"] = new JsonArray(Case("A", first), Case("B", second));
        return node;
    }

    private static JsonObject Decision(string script)
    {
        var node = Node("which", "Elsa.FlowDecision");
        node["condition"] = new JsonObject { ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = script } };
        return node;
    }

    private static JsonObject Case(string label, string script) =>
        new() { ["label"] = label, ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = script } };

    private static JsonObject Node(string id, string type) => new() { ["id"] = id, ["type"] = type, ["version"] = 1 };
}
