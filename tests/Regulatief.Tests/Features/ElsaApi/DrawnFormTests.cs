using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;

namespace Regulatief.Tests.Features.ElsaApi;

/// <summary>A kind of case that a designer drew: its forms come up in people's work without a deployment.</summary>
public sealed class DrawnFormTests(SqliteHost host) : ElsaApiTest(host)
{
    private const string AllKinds = """
        [ { "name": "plek", "label": "Waar was het?", "kind": "text", "required": true }, { "name": "verslag", "label": "Wat is besproken?", "kind": "multiline" },
          { "name": "aantal", "label": "Hoeveel keer?", "kind": "number" }, { "name": "dag", "label": "Wanneer?", "kind": "date" },
          { "name": "soort", "label": "Wat voor gesprek?", "kind": "choice", "options": ["Bijpraten", "Plannen"] }, { "name": "akkoord", "label": "Akkoord?", "kind": "yesNo" },
          { "name": "cijfer", "label": "Hoe ging het?", "kind": "rating" }, { "name": "wie", "label": "Wie was erbij?", "kind": "person" } ]
        """;

    [Theory]
    [InlineData("geen lijst")]
    [InlineData("""{ "name": "plek" }""")]
    [InlineData("""[ { "label": "Zonder naam" } ]""")]
    [InlineData("""[ { "name": "plek" }, { "name": "plek" } ]""")]
    [InlineData("""[ { "name": "plek", "kind": "kleur" } ]""")]
    [InlineData("""[ { "name": "soort", "kind": "choice" } ]""")]
    public async Task DrawnForm_FieldsThatCannotBeAsked_AreNotPublished(string fields)
    {
        var designer = await Designer();

        var answer = await (await As(designer).ApiAsync()).PostAsync(Definitions, new { model = WithFields(fields), publish = true });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync())["errors"]!["$.root.activities[0].fields"]![0]!.GetValue<string>().ShouldBe("Bij de stap ‘Bel de cliënt’ is dit niet goed ingevuld: Velden.");
        (await Read(db => db.Definitions.AnyAsync(d => d.DefinitionId == DefinitionId, Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task DrawnForm_FieldsOfEveryKind_AreAskedInTheTermAndKept()
    {
        await As(await Designer()).SendAsync(new SaveDefinitionCommand(WithFields(AllKinds), true));

        var @case = await Given(A.Case().Running(DefinitionId));
        var task = await OpenTask(@case, HumanTaskKind.CaseTask);
        var browser = await As(@case.AccountOf(task.Role)).BrowseAsync();
        var list = await browser.OpenAsync("/");
        var form = await browser.OpenAsync($"/taken/{task.Id}");
        await browser.SubmitAsync(form, new()
        {
            ["Answers.plek"] = "Bibliotheek", ["Answers.aantal"] = "2", ["Answers.dag"] = "2026-11-24", ["Answers.soort"] = "Plannen", ["Answers.akkoord"] = "true",
            ["Answers.cijfer"] = "4", ["Answers.wie"] = nameof(CaseRole.Volunteer), ["Answers.outcome"] = "Gelukt",
        });

        list.Text.ShouldContain("Bellen");
        task.DueOn.ShouldBe(new DateOnly(2026, 11, 27), "three working days after Tuesday");
        form.Find("[name='Answers.verslag']")!.LocalName.ShouldBe("textarea");
        form.Find("[name='Answers.dag']")!.GetAttribute("type").ShouldBe("date");
        form.Text.ShouldContain("Hoe ging het?");
        var done = await Read(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.Id == task.Id, Cancel));
        done.Outcome.ShouldBe("Gelukt");
        JsonNode.DeepEquals(JsonNode.Parse(done.AnswersJson!), JsonNode.Parse(
            """{"plek":"Bibliotheek","aantal":2,"dag":"2026-11-24","soort":"Plannen","akkoord":true,"cijfer":4,"wie":"Volunteer"}""")).ShouldBeTrue(done.AnswersJson);
    }

    /// <summary>As Studio's editors write what is filled in: all of it as text.</summary>
    private JsonObject WithFields(string fields)
    {
        var drawing = Drawing(outcomes: ["Gelukt", "Later"]);
        var step = drawing["root"]!["activities"]![0]!;
        step["fields"] = Typed(fields);
        step["termInWorkingDays"] = Typed("3");
        var lines = drawing["root"]!["connections"]!.AsArray();
        lines[0]!["source"]!["port"] = "Gelukt";
        var later = lines[0]!.DeepClone();
        later["source"]!["port"] = "Later";
        lines.Add(later);
        return drawing;
    }

    private static JsonObject Typed(string text) => new() { ["typeName"] = null, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = text }, ["memoryReference"] = null };
}
