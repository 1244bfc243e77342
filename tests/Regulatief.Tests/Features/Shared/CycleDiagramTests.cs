using Regulatief.Web.Features.Shared.Display;

namespace Regulatief.Tests.Features.Shared;

public sealed class CycleDiagramTests
{
    [Fact]
    public void Layout_NoNodes_IsEmpty() => new CycleDiagram([], []).Nodes.ShouldBeEmpty();

    [Fact]
    public void Layout_ConnectionToNothing_IsLeftOut() =>
        new CycleDiagram([Node("a")], [new("a", "gone")]).Connections.ShouldBeEmpty();

    [Fact]
    public void Layout_TwoWaysToANode_PutsItBehindTheLongest()
    {
        var diagram = new CycleDiagram([Node("a"), Node("b"), Node("c")], [new("a", "c"), new("a", "b"), new("b", "c")]);

        Columns(diagram).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void Layout_ALoop_KeepsTheOrderAndDrawsOneLineBack()
    {
        var diagram = new CycleDiagram([Node("a"), Node("b"), Node("c")], [new("a", "b"), new("b", "c"), new("c", "b")]);

        Columns(diagram).ShouldBe(["a", "b", "c"]);
        diagram.Connections.Where(line => line.IsBack).ShouldHaveSingleItem().Connection.From.ShouldBe("c");
    }

    [Fact]
    public void Layout_ALoopThroughTheFirst_StillHasAStart()
    {
        var diagram = new CycleDiagram([Node("a"), Node("b")], [new("a", "b"), new("b", "a")]);

        Columns(diagram).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Layout_Branches_StandBelowEachOther()
    {
        var diagram = new CycleDiagram([Node("a"), Node("b"), Node("c")], [new("a", "b"), new("a", "c")]);

        diagram.Nodes.Select(placed => (placed.X, placed.Y)).Distinct().Count().ShouldBe(3);
        diagram.Nodes.ShouldAllBe(placed => placed.X + CycleDiagram.NodeWidth <= diagram.Width && placed.Y + CycleDiagram.NodeHeight <= diagram.Height);
    }

    [Fact]
    public void Lines_LongLabel_IsBrokenAndCutOff()
    {
        var placed = new PlacedNode(Node("a") with { Label = "Samenwerkingsovereenkomst over het delen van informatie en signalen" }, 0, 0);

        placed.Lines().ShouldBe(["Samenwerkingsove…", "over het delen", "van informatie en…"]);
    }

    private static DiagramNode Node(string id) => new(id, id, PhaseState.Upcoming);

    private static IEnumerable<string> Columns(CycleDiagram diagram) => diagram.Nodes.OrderBy(placed => placed.X).Select(placed => placed.Node.Id);
}
