using System.Text.Json.Nodes;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Expressions;

public class JavaScriptTests
{
    [Theory]
    [InlineData("getN() + variables.N + getVariable('N')", "9")]
    [InlineData("setN(7); getN()", "7")]
    [InlineData("variables.N = 8; getN()", "8")]
    [InlineData("setVariable('N', '5'); getN() + 1", "6")]
    [InlineData("getInput('goal')", "wonen")]
    [InlineData("getInput('GOAL')", "wonen")]
    [InlineData("getList().map(x => x * 2).join()", "2,4")]
    [InlineData("getWorkflowDefinitionId() + getWorkflowDefinitionVersion()", "test1")]
    [InlineData("getCorrelationId() === null", "true")]
    [InlineData("({ a: [1, 'x'] })", """{"a":[1,"x"]}""")]
    [InlineData("1 / 4", "0.25")]
    [InlineData("undefined", "")]
    public void Expression_OnWorkflowData_GivesItsValue(string script, string line)
    {
        var definition = A.Definition(A.WriteLine("line", script), A.Variable("N", "Int32", 3), A.Variable("List", "Object", new JsonArray(1, 2)));

        var run = TestRun.Start(definition, new JsonObject { ["goal"] = "wonen" });

        run.Lines.ShouldBe([line]);
    }

    [Fact]
    public void Assignment_OfWhatIsNoNumber_IsAnIncidentThatDoesNotTellTheValue()
    {
        var run = TestRun.Start(A.Set("set", "N", "'Jan de Vries'"), A.Variable("N", "Int32", 3));

        var incident = run.Result.Incidents.ShouldHaveSingleItem();
        incident.Kind.ShouldBe("wrong-value");
        incident.Message.ShouldNotContain("Jan");
    }

    [Fact]
    public void RunJavaScript_ChoosingOutcomes_LeavesByThem()
    {
        var outcomes = A.Literal(new JsonArray("A", "B", "C"));
        var script = A.Activity("s", "Elsa.RunJavaScript", ("script", A.Literal("setOutcomes(['A', 'C']); 1")), ("possibleOutcomes", outcomes));
        var lines = new[] { A.WriteLine("a", "'a'"), A.WriteLine("b", "'b'"), A.WriteLine("c", "'c' + getLastResult()") };
        var root = A.Flowchart(["s:A>a", "s:B>b", "s:C>c"], [script, .. lines]);

        var run = TestRun.Start(root);

        run.Lines.ShouldBe(["a", "c1"]);
    }

    [Fact]
    public void GetOutputFrom_AnActivityOfTheRun_GivesWhatItPutOut()
    {
        var script = A.Activity("s", "Elsa.RunJavaScript", ("script", A.Literal("({ answer: 42 })")));

        var run = TestRun.Start(A.Sequence(script, A.WriteLine("line", "getOutputFrom('s', 'Result').answer")));

        run.Lines.ShouldBe(["42"]);
    }
}
