using System.Text.Json.Nodes;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Definitions;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Workflows;

namespace Regulatief.Tests.Features.Workflows;

public sealed class CompareVersionsTests(SqliteHost host) : FeatureTest(host)
{
    private readonly string _definitionId = $"vergelijk-{Guid.NewGuid():N}";

    [Fact]
    public async Task CompareVersions_AnybodyButADesigner_IsRefused() =>
        await Should.ThrowAsync<CaseRuleException>(As(await Given(A.Account(AccountRole.ProbationOfficer))).SendAsync(new CompareVersionsQuery(Guid.NewGuid(), Guid.NewGuid())));

    [Fact]
    public async Task CompareVersions_NoSuchVersion_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As(await Designer()).SendAsync(new CompareVersionsQuery(Guid.NewGuid(), Guid.NewGuid())));

    [Fact]
    public async Task CompareVersions_StepAddedAndTitleChanged_TellsBothAndTheLines()
    {
        var first = await Stored(1, """
            [ { "id": "a", "type": "Elsa.WriteLine", "text": { "expression": { "type": "Literal", "value": "een" } } }, { "id": "weg", "type": "Elsa.End" } ]
            """, """[ { "source": { "activity": "a", "port": "Done" }, "target": { "activity": "weg" } } ]""");
        var second = await Stored(2, """
            [ { "id": "a", "type": "Elsa.WriteLine", "metadata": { "designer": { "position": { "x": 9, "y": 9 } } }, "text": { "expression": { "type": "Literal", "value": "twee" } } },
              { "id": "nieuw", "type": "Elders.Onbekend", "metadata": { "displayText": "Nieuwe stap" } } ]
            """, """[ { "source": { "activity": "a", "port": "Done" }, "target": { "activity": "nieuw" } } ]""");

        var comparison = await As(await Designer()).SendAsync(new CompareVersionsQuery(first, second));

        comparison.Steps.Select(s => (s.Kind, s.Title)).ShouldBe(
            [(DrawingChange.Changed, "a"), (DrawingChange.Added, "Nieuwe stap"), (DrawingChange.Removed, "weg")]);
        comparison.Steps[0].Settings.ShouldBe([new SettingChange("text", "een", "twee")]);
        comparison.Drawing.ShouldBe([new DrawnStep("a", "a", DrawingChange.Changed), new DrawnStep("weg", "weg", DrawingChange.Removed), new DrawnStep("nieuw", "Nieuwe stap", DrawingChange.Added)]);
        comparison.DrawnLines.ShouldBe([new DrawnLine("a", "Done", "weg", DrawingChange.Removed), new DrawnLine("a", "Done", "nieuw", DrawingChange.Added)]);
        comparison.Lines.ShouldBe([new LineChange(DrawingChange.Added, "a", "a", "Done", "Nieuwe stap"), new LineChange(DrawingChange.Removed, "a", "a", "Done", "weg")]);
    }

    [Fact]
    public async Task CompareVersions_OnThePage_MarksTheDrawingAndSaysTheSameInAList()
    {
        var first = await Stored(1, """[ { "id": "a", "type": "Elsa.WriteLine" } ]""", "[]");
        var second = await Stored(2, """[ { "id": "a", "type": "Elsa.WriteLine" }, { "id": "nieuw", "type": "Elsa.End" } ]""", """[ { "source": { "activity": "a" }, "target": { "activity": "nieuw" } } ]""");

        var page = await (await As(await Designer()).BrowseAsync()).OpenAsync($"/ontwerper/vergelijken?from={first}&to={second}");

        page.Document.QuerySelectorAll(".cycle__node--added").Length.ShouldBe(1);
        page.Document.QuerySelectorAll(".cycle__line--added").Length.ShouldBe(1);
        page.Find(".cycle__list")!.TextContent.ShouldContain("nieuw (erbij)");
        page.Document.QuerySelectorAll(".item-list a").Select(a => page.Find(a.GetAttribute("href")!)?.TextContent.Trim()).ShouldBe(["nieuw", "a"]);
    }

    [Fact]
    public async Task CompareVersions_OnThePage_SaysWhenNothingDiffers()
    {
        var version = await Stored(1, "[]", "[]");

        var page = await (await As(await Designer()).BrowseAsync()).OpenAsync($"/ontwerper/vergelijken?from={version}&to={version}");

        page.Text.ShouldContain("Geen verschil");
    }

    private Task<Account> Designer() => Given(A.Account(AccountRole.Designer));

    private async Task<Guid> Stored(int version, string activities, string connections)
    {
        var root = new JsonObject { ["id"] = "stroom", ["type"] = "Elsa.Flowchart", ["activities"] = JsonNode.Parse(activities), ["connections"] = JsonNode.Parse(connections) };
        var stored = StoredDefinition.FromFile(
            _definitionId, version, new Drawing(_definitionId, null, new JsonObject { ["root"] = root }.ToJsonString()), $"{_definitionId} {version}", Clock.GetUtcNow());
        await Host.WriteAsync(db => db.Definitions.Add(stored));
        return stored.Id;
    }
}
