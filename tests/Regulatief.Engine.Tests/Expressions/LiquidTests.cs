using System.Text.Json.Nodes;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Expressions;

public class LiquidTests
{
    [Theory]
    [InlineData("{% for i in (1..2000000000) %}{% break %}{% endfor %}", "script-memory")]
    [InlineData("{% for i in (1..Variables.N) %}x{% endfor %}", "script-memory")]
    [InlineData("{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}", "script-timeout")]
    [InlineData("{% assign a = 'xxxxxxxxxx' %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}", "script-memory")]
    [InlineData("{% assign a = 'x' %}{% for i in (1..16) %}{% assign a = a | append: a %}{% endfor %}{{ a | replace: 'x', a }}", "script-memory")]
    [InlineData("{{ 'now' | date: '%999999999Y' }}", "script-memory")]
    [InlineData("{% assign f = '%9' | append: '99999999' | append: 'Y' %}{{ 'now' | date: f }}", "script-memory")]
    [InlineData("{{ 1 | format_number: 'N999999999' }}", "script-memory")]
    [InlineData("{% assign a = 'a,b' | split: ',' %}{% for i in (1..40) %}{% assign a = a | concat: a %}{% endfor %}", "script-memory")]
    [InlineData("{% assign a = 'x' %}{% for i in (1..16) %}{% assign a = a | append: a %}{% endfor %}{% for i in (1..900) %}{{ a }}{% endfor %}", "script-memory")]
    [InlineData("{{ 1 | divided_by: 0 }}", "script-error")]
    [InlineData("{% if %}", "script-error")]
    public void Template_PastALimit_IsAnIncident(string template, string kind)
    {
        var run = TestRun.Start(Line(template), A.Variable("N", "Int32", 3));

        run.Result.Incidents.ShouldHaveSingleItem().Kind.ShouldBe(kind, run.Result.Incidents[0].Message);
    }

    [Theory]
    [InlineData("n {{ Variables.N }}", "n 3")]
    [InlineData("{{ Variables.Who.name | upcase }}", "PIET")]
    [InlineData("{{ Input.goal }}/{{ WorkflowDefinitionId }}", "wonen/test")]
    [InlineData("{% for i in (1..3) %}{{ i }}{% endfor %}", "123")]
    [InlineData("{{ 1.5 }} {{ 'now' | date: '%H:%M' }}", "1,5 11:00")]
    [InlineData("{{ Variables.Nothing }}", "")]
    public void Template_OnWorkflowData_IsFilledIn(string template, string line)
    {
        var who = A.Variable("Who", "Object", new JsonObject { ["name"] = "Piet" });
        var definition = A.Definition(Line(template), A.Variable("N", "Int32", 3), who);

        var run = TestRun.Start(definition, new JsonObject { ["goal"] = "wonen" });

        run.Lines.ShouldBe([line]);
    }

    private static JsonObject Line(string template) => A.Activity("line", "Elsa.WriteLine", ("text", A.Expression("Liquid", template)));
}
