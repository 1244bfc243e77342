using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Ports;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Format;

/// <summary>What <c>docs/workflow-format.md</c> says of each field, expression and activity is so.</summary>
public sealed partial class WorkflowFormatTests
{
    private static readonly ActivityCatalog Catalog = new();

    private static readonly string Page = File.ReadAllText(PageBeside());

    public static TheoryData<string, string, string> FieldsOfTheDefinition => Fields("The definition");

    public static TheoryData<string, string, string> FieldsOfAnActivity => Fields("An activity");

    public static TheoryData<string, string, string> FieldsOfAFlowchart => Fields("A flowchart");

    public static TheoryData<string, string> Expressions => [.. Rows("Expressions").Select(r => (Code(r[0]), r[1]))];

    [Theory]
    [MemberData(nameof(FieldsOfTheDefinition))]
    public void DefinitionField_IsAsThePageSays(string field, string state, string example) => Judge(document => document, field, state, example);

    [Theory]
    [MemberData(nameof(FieldsOfAnActivity))]
    public void ActivityField_IsAsThePageSays(string field, string state, string example) =>
        Judge(document => document["root"]!["activities"]![2]!.AsObject(), field, state, example);

    [Theory]
    [MemberData(nameof(FieldsOfAFlowchart))]
    public void FlowchartField_IsAsThePageSays(string field, string state, string example) =>
        Judge(document => document["root"]!.AsObject(), field, state, example);

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expression_IsAsThePageSays(string type, string state) => Judge(
        document => document["root"]!["activities"]![2]!.AsObject(), "text", state, A.Expression(type, "1").ToJsonString());

    [Fact]
    public void Activities_OfTheCatalogue_AreOnThePageWithInputsAndOutcomes()
    {
        var told = Rows("Activities").Where(r => r[1] == "supported").Select(r => $"{Code(r[0])}: {r[2].Replace("`", "", StringComparison.Ordinal)} -> {r[3]}");

        told.ShouldBe(Catalog.Activities.Select(a => $"{a.Descriptor.TypeName}: {string.Join(", ", a.Descriptor.Inputs.Select(i => i.Name))} -> {OutcomesOf(a)}"));
    }

    [Fact]
    public void Activities_ThatThePageRefuses_AreRefused()
    {
        var refused = Rows("Activities").Where(r => r[1] == "refused").Select(r => Code(r[0])).ToList();

        refused.ShouldNotBeEmpty();
        foreach (var type in refused)
        {
            DefinitionReader.Read(A.Document(A.Activity("a", type)).ToJsonString(), Catalog).Problems.ShouldContain(p => p.Code == "unknown-activity", type);
        }
    }

    private static string OutcomesOf(Activity activity) =>
        activity.Descriptor.IsTerminal ? "ends" : activity.Descriptor.Outcomes.Count > 0 ? string.Join(", ", activity.Descriptor.Outcomes) : "as drawn";

    private static void Judge(Func<JsonObject, JsonObject> holderIn, string field, string state, string example)
    {
        var document = Plain();
        holderIn(document)[field] = JsonNode.Parse(example);

        var reading = DefinitionReader.Read(document.ToJsonString(), Catalog);

        if (state == "refused")
        {
            reading.HasErrors.ShouldBeTrue();
            return;
        }

        reading.Problems.ShouldBeEmpty();
        var isReadOtherwise = Meaning(reading.Definition!) != Meaning(DefinitionReader.Read(Plain().ToJsonString(), Catalog).Definition!);
        (isReadOtherwise ? "supported" : "kept").ShouldBe(state);
        JsonNode.DeepEquals(reading.Definition!.Source, document).ShouldBeTrue();
    }

    private static JsonObject Plain() =>
        A.Document(A.Flowchart(["a:Done>b"], A.Activity("a", "Elsa.WriteLine"), A.Activity("b", "Elsa.WriteLine"), A.Activity("c", "Elsa.WriteLine")));

    /// <summary>All that a run may know of a definition.</summary>
    private static string Meaning(WorkflowDefinition d) => string.Join(
        '\n', d.Id, d.DefinitionId, d.Version, d.Name, d.Description, d.MovesTokens, Listed(d.Variables), Listed(d.Inputs), Listed(d.Outputs),
        Listed(d.Outcomes), FlowchartStart.Of(d.Root)?.Id, Listed(d.Root.SelfAndDescendants().Select(Meaning)));

    private static string Meaning(ActivityNode n) => string.Join(
        '\t', n.Id, n.NodeId, n.Type, n.Version, n.Name, n.DisplayText, n.Position, Listed(n.Variables),
        Listed(n.Inputs.Select(i => $"{i.Key} {i.Value.ExpressionType} {i.Value.Value?.ToJsonString()}")), Listed(n.Outputs), Listed(n.Connections));

    private static string Listed<T>(IEnumerable<T> items) => string.Join('|', items);

    private static TheoryData<string, string, string> Fields(string heading) => [.. Rows(heading).Select(r => (Code(r[0]), r[1], Code(r[2])))];

    private static List<string[]> Rows(string heading)
    {
        var section = Page.Split("\n## ").Single(s => s.StartsWith($"{heading}\n", StringComparison.Ordinal));
        var rows = TableRow().Matches(section).Select(m => m.Value.Split('|').Skip(1).SkipLast(1).Select(c => c.Trim()).ToArray()).ToList();
        return rows.Count > 0 ? rows : throw new InvalidOperationException($"The page has no table under '{heading}'.");
    }

    private static string Code(string cell) => cell.Trim('`');

    private static string PageBeside([CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "docs", "workflow-format.md");

    [GeneratedRegex(@"^\| `[^\n]*\|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
