using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Regulatief.Tests.Journeys;

public sealed partial class DesignerJourneyTests
{
    private const string Cycle = "regulatieve-cyclus";
    private const string Fields = """
        [{"name":"indruk","label":"Hoe was de eerste indruk?","kind":"multiline","required":true},{"name":"moed","label":"Hoeveel zin heeft de cliënt erin?","kind":"rating"}]
        """;

    /// <summary>A folder for pictures of the journey, as <c>docs/designers-guide.md</c> shows them; none are made without it.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("REGULATIEF_TEST_PICTURES");

    /// <summary>At the pages around the drawing, of which each is judged for accessibility.</summary>
    private Visitor Designer => new(_page, "ontwerper");

    /// <summary>From a new step on the drawing to the case that meets it.</summary>
    [Fact]
    public async Task Studio_NewStepDrawnCheckedAndPublished_IsMetByTheNextCaseAndSeenInTheViewer()
    {
        var drawing = new Drawing(_page);
        await OpenAsync(Cycle);
        await PictureAsync("ontwerper");
        var step = await DrawStepAsync(drawing);

        await LookAtCheckAsync();
        (await _page.Locator("main").InnerTextAsync()).ShouldContain("De uitkomst ‘Later’ van ‘Kennismaken’ heeft geen vervolg.");
        (await _page.Locator("main").InnerTextAsync()).ShouldContain("Dit kan nog niet gepubliceerd worden");
        await PictureAsync("controle");
        await _page.ClickAsync($"a[href='/ontwerper/definities/{Cycle}?stap={step}']");
        await Assertions.Expect(Input("Titel")).ToHaveValueAsync("Kennismaken", new() { Timeout = (float)Patience.TotalMilliseconds }); // the step that the finding is about is selected
        await drawing.ShowAsync("intake", 40, 60);
        await Saving(() => drawing.ConnectAsync(step, "Later", "inclusiecheck"));
        await LookAtCheckAsync();
        (await _page.Locator("main").InnerTextAsync()).ShouldNotContain("heeft geen vervolg");
        (await _page.Locator("main").InnerTextAsync()).ShouldContain("Dit kan gepubliceerd worden");

        await Designer.OpenAsync($"/ontwerper/simulatie/{Cycle}?outcome=first:{step}%3DLater&outcome=");
        (await _page.Locator("main").InnerTextAsync()).ShouldContain("Uitkomst: Later.");
        await PictureAsync("simulatie");

        await OpenAsync(Cycle);
        await Saving(() => _page.Locator(".mud-button-group-root button").First.ClickAsync());
        ((int)(await StoredAsync(Cycle, "Published"))["version"]!).ShouldBe(2);

        await MeetInACaseAsync(step);
        _errors.ShouldBeEmpty();
    }

    private async Task<string> DrawStepAsync(Drawing drawing)
    {
        await drawing.ShowAsync("intake", 40, 60);
        await _page.Locator(".mud-expand-panel-header", new() { HasText = "Traject" }).ClickAsync();
        var before = await drawing.StepsAsync();
        await Saving(() => drawing.AddAsync(_page.Locator("[draggable=true]:visible", new() { HasTextRegex = TaskItem() }).First, 240, 330));
        var step = (await drawing.StepsAsync()).Except(before).Single();
        await FormDrawnAsync();

        await FillAsync("Titel", "Kennismaken");
        await FillAsync("Termijn in werkdagen", "3");
        await FieldsAsync();
        foreach (var outcome in new[] { "Akkoord", "Later" })
        {
            await Input("Uitkomsten").ClickAsync();
            await Saving(async () =>
            {
                await _page.Keyboard.TypeAsync(outcome);
                await _page.Keyboard.PressAsync("Enter");
            });
        }

        await _page.Locator(".mud-tab", new() { HasText = "Common" }).ClickAsync();
        await FillAsync("Display text", "Kennismaken");
        await drawing.ClickPaperAsync();
        await Saving(() => drawing.RemoveLineAsync("intake", "Done", "inclusiecheck"));
        await Saving(() => drawing.ConnectAsync("intake", "Done", step));
        await Saving(() => drawing.ConnectAsync(step, "Akkoord", "inclusiecheck"));
        await PictureAsync("stap");
        var stored = (await StoredAsync(Cycle, "Latest"))["root"]!["activities"]!.AsArray().Single(a => (string?)a!["id"] == step)!;
        ((string?)stored["title"]!["expression"]!["value"]).ShouldBe("Kennismaken");
        return step;
    }

    private async Task FieldsAsync()
    {
        var editor = _page.Locator(".mud-field", new() { HasText = "Velden" }).Locator(".monaco-editor").First;
        await editor.ScrollIntoViewIfNeededAsync();
        await editor.ClickAsync();
        await Saving(() => _page.Keyboard.InsertTextAsync(Fields.Trim()));
        await PictureAsync("velden");
    }

    private async Task LookAtCheckAsync()
    {
        await Designer.OpenAsync($"/ontwerper/controle/{Cycle}");
        (await _page.Locator("h1").InnerTextAsync()).ShouldBe("Regulatieve cyclus controleren");
    }

    /// <summary>An officer starts a case and does the new step, while the designer looks at the drawing of that case.</summary>
    private async Task MeetInACaseAsync(string step)
    {
        var context = await _browser.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = _program.Http.BaseAddress!.ToString(), Locale = "nl-NL" });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var officer = new Visitor(await context.NewPageAsync(), "toezichthouder");
        await officer.LogInAsync();
        var number = await StartCaseAsync(officer);
        await officer.OpenTaskAsync("Intake", number);
        await officer.FillAsync(
            ("Answers.GoesOn", "True"), ("Answers.HelpNeeds", "Weer iets te doen hebben."), ("Answers.WhyVolunteer", "Er is weinig netwerk."),
            ("Answers.CooperationForm", "GoalDirected"));
        await officer.SendWellAsync();

        await _page.GotoAsync($"/ontwerper/exemplaren/{await NewestInstanceAsync()}");
        var journal = _page.Locator("elsa-workflow-instance-viewer .mud-timeline");
        await journal.GetByText("Kennismaken").First.WaitForAsync();

        await officer.OpenTaskAsync("Kennismaken", number);
        await PictureAsync("mijn-werk", officer.Page);
        await officer.FillAsync(("Answers.indruk", "Een open gesprek."), ("Answers.moed", "4"), ("Answers.outcome", "Akkoord"));
        await officer.SendWellAsync();

        await _page.Locator($".x6-node[data-cell-id='{step}']").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await PictureAsync("verloop");
        await officer.OpenTaskAsync("Inclusiecheck", number);
    }

    private static async Task<int> StartCaseAsync(Visitor officer)
    {
        await officer.OpenAsync("/trajecten/nieuw");
        var cosa = await officer.Page.Locator("[name='Form.ProjectId'] option").Filter(new() { HasText = "COSA" }).GetAttributeAsync("value");
        await officer.FillAsync(
            ("Form.FirstName", "Ronald"), ("Form.LastName", "Testman"), ("Form.BornOn", "1988-03-12"), ("Form.ProjectId", cosa!),
            ("Form.Goals[0].Text", "Een vaste dagbesteding"), ("Form.Goals[0].Kind", "SocialInclusion"), ("Form.Goals[0].LifeDomain", "WorkAndEducation"));
        await officer.SendWellAsync();
        return int.Parse(new string([.. (await officer.HeadingAsync()).Where(char.IsDigit)]), CultureInfo.InvariantCulture);
    }

    private async Task<string> NewestInstanceAsync()
    {
        var list = JsonNode.Parse(await _page.EvaluateAsync<string>(
            """
            async (id) => {
              const { token } = await (await fetch("/ontwerper/token")).json();
              const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
              const answer = await fetch("/elsa/api/workflow-instances", { method: "POST", headers, body: JSON.stringify({ page: 0, pageSize: 100, definitionId: id }) });
              return await answer.text();
            }
            """,
            Cycle))!;
        return list["items"]!.AsArray().Where(i => (int)i!["version"]! == 2).Select(i => (string)i!["id"]!).Single();
    }

    private ILocator Input(string label) =>
        _page.Locator(".mud-input-control:visible", new() { Has = _page.Locator("label").GetByText(label, new() { Exact = true }) }).Locator("input").First;

    private async Task FillAsync(string label, string text)
    {
        await Input(label).FillAsync(text);
        await Saving(() => Input(label).PressAsync("Tab"));
    }

    private Task PictureAsync(string name) => PictureAsync(name, _page);

    private static async Task PictureAsync(string name, IPage page)
    {
        if (Pictures is not null) await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png") });
    }
}
