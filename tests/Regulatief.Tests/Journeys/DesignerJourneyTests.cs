using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Regulatief.Tests.Robustness;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Journeys;

/// <summary>Elsa Studio on the real program in a real browser: what a designer does all day.</summary>
public sealed partial class DesignerJourneyTests(SeededDemo demo) : IAsyncLifetime
{
    // The first load compiles Studio, on a machine that does much beside it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("regulatief-designer").FullName;
    private readonly List<string> _errors = [];
    private ProgramUnderTest _program = null!;
    private TestBrowser _browser = null!;
    private IPage _page = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _browser = await TestBrowser.StartForDrawingAsync();
        File.Copy(await demo.FileAsync(), $"{_folder}/designer.db");
        _program = await ProgramUnderTest.StartAsync($"Data Source={_folder}/designer.db", _folder, Cancel, "Development");
        // A context of its own, so that a second tab shares its log-in.
        var context = await _browser.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = _program.Http.BaseAddress!.ToString(),
            Locale = "nl-NL",
            ViewportSize = new ViewportSize { Width = 1440, Height = 900 },
        });
        _page = await context.NewPageAsync();
        _page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        _page.Console += (_, message) =>
        {
            if (message.Type == "error") _errors.Add(message.Text);
        };
        _page.PageError += (_, error) => _errors.Add(error);
        await LogInAsync(_page);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        if (_program is not null) await _program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Studio_StepDrawnTitledAndPublished_IsWhatNewCasesGet()
    {
        await OpenAsync("risicosignaal");
        await _page.Locator(".mud-expand-panel-header", new() { HasText = "Traject" }).ClickAsync();
        var canvas = _page.Locator(".x6-graph").First;
        var area = (await canvas.BoundingBoxAsync())!;
        await Saving(() => _page.Locator("[draggable=true]:visible", new() { HasTextRegex = TaskItem() }).First
            .DragToAsync(canvas, new() { TargetPosition = new() { X = area.Width - 200, Y = 120 } }));
        await FormDrawnAsync();

        var title = _page.Locator(".mud-input-control:visible", new() { Has = _page.Locator("label", new() { HasTextRegex = TitleLabel() }) }).Locator("input").First;
        await title.FillAsync("Extra gesprek plannen");
        await Saving(() => title.PressAsync("Tab"));
        await Saving(() => _page.Locator(".mud-button-group-root button").First.ClickAsync());

        var published = await StoredAsync("risicosignaal", "Published");
        ((int)published["version"]!).ShouldBe(2);
        published["root"]!["activities"]!.AsArray().ShouldContain(a =>
            (string?)a!["type"] == "Regulatief.CaseTask" && (string?)a["title"]!["expression"]!["value"] == "Extra gesprek plannen");
        _errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("regulatieve-cyclus")]
    [InlineData("risicosignaal")]
    public async Task Studio_ShippedDefinitionSavedUnchanged_ComesBackEqualInMeaning(string definitionId)
    {
        var before = await StoredAsync(definitionId, "Latest");
        await OpenAsync(definitionId);

        // Studio does not show from when on it listens to keys: one presses again.
        var answer = await Saving(() => _page.Keyboard.PressAsync("Control+s"), again: TimeSpan.FromSeconds(10));

        ((int)answer["workflowDefinition"]!["version"]!).ShouldBe(1, "nothing changed, so no draft was made");
        JsonNode.DeepEquals(await StoredAsync(definitionId, "Latest"), before).ShouldBeTrue();
        (await _page.Locator(".x6-node").CountAsync()).ShouldBe(before["root"]!["activities"]!.AsArray().Count);
        _errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/ontwerper/definities", "Regulatieve cyclus")]
    [InlineData("/ontwerper/exemplaren", "Regulatieve cyclus")]
    public async Task Studio_Lists_ShowWhatThereIs(string url, string expected)
    {
        await _page.GotoAsync(url);

        await _page.Locator(".studio td", new() { HasText = expected }).First.WaitForAsync();
        _errors.ShouldBeEmpty();
    }

    /// <summary>The token runs out while nobody is logged in any more: the save waits, and the drawing with it.</summary>
    [Fact]
    public async Task Studio_LoggedOutMeanwhile_SaysSoAndSavesOnceLoggedInOnAnotherTab()
    {
        await OpenAsync("risicosignaal");
        await _page.Context.ClearCookiesAsync();
        await _page.Clock.SetFixedTimeAsync(TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(15));

        var saved = Saving(async () =>
        {
            await Input("Name").FillAsync("Risicosignaal bespreken");
            await Input("Name").PressAsync("Tab");
            await _page.Locator(".studio__logged-out").GetByText("U bent uitgelogd").WaitForAsync();
            var other = await _page.Context.NewPageAsync();
            await LogInAsync(other);
            await other.CloseAsync();
            await _page.EvaluateAsync("dispatchEvent(new Event('focus'))"); // a headless browser has no tabs to come back to
        });

        ((string?)(await saved)["workflowDefinition"]!["name"]).ShouldBe("Risicosignaal bespreken");
        (await _page.Locator(".studio__logged-out").IsVisibleAsync()).ShouldBeFalse();
        (await _page.Locator(".x6-node").CountAsync()).ShouldBeGreaterThan(0);
        _errors.ShouldBeEmpty();
    }

    private static async Task LogInAsync(IPage page)
    {
        await page.GotoAsync("/inloggen");
        await page.FillAsync("[name=UserName]", "ontwerper");
        await page.FillAsync("[name=Password]", "regulatief-demo");
        await page.PressAsync("[name=Password]", "Enter");
        await page.Locator(".top-bar__nav").WaitForAsync();
    }

    private async Task OpenAsync(string definitionId)
    {
        // The form of the root asks last: from then on the editor listens.
        await _page.RunAndWaitForResponseAsync(
            () => _page.GotoAsync($"/ontwerper/definities/{definitionId}"), response => response.Url.Contains("commit-strategies", StringComparison.Ordinal));
        await _page.Locator("elsa-workflow-definition-editor .x6-node").First.WaitForAsync();
    }

    /// <summary>A step that is drawn is selected, and Studio makes its form again when it takes in what was saved: a field that was left before that is empty again.</summary>
    private async Task FormDrawnAsync() => await _page.EvaluateAsync(
        """
        () => new Promise((resolve) => {
          const quiet = 1000;
          let end = setTimeout(done, quiet);
          const watch = new MutationObserver(() => { clearTimeout(end); end = setTimeout(done, quiet); });
          watch.observe(document.querySelector(".studio"), { childList: true, subtree: true, attributes: true, characterData: true });
          function done() { watch.disconnect(); resolve(); }
        })
        """).WaitAsync(Patience, Cancel);

    /// <summary>Does something that makes Studio save, and waits for the answer.</summary>
    /// <param name="again">After how long it is done again while there is no answer; null for what is done once.</param>
    /// <remarks>The answer may not be stored, so the browser keeps nothing to read afterwards: it is read on its way.</remarks>
    private async Task<JsonNode> Saving(Func<Task> act, TimeSpan? again = null)
    {
        const string definitions = "**/elsa/api/workflow-definitions";
        var answered = new TaskCompletionSource<(int Status, string Body)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _page.RouteAsync(definitions, async route =>
        {
            var answer = await route.FetchAsync();
            var body = await answer.TextAsync();
            await route.FulfillAsync(new() { Response = answer, Body = body });
            if (route.Request.Method == "POST") answered.TrySetResult((answer.Status, body));
        });

        await act();
        for (var left = again is null ? 0 : Patience / again.Value; left > 1 && await Task.WhenAny(answered.Task, Task.Delay(again!.Value, Cancel)) != answered.Task; left--) await act();

        var (status, saved) = await answered.Task.WaitAsync(Patience, Cancel);
        await _page.UnrouteAsync(definitions);
        status.ShouldBe(200);
        return JsonNode.Parse(saved)!;
    }

    private async Task<JsonObject> StoredAsync(string definitionId, string versionOptions)
    {
        if (!_page.Url.Contains("/ontwerper", StringComparison.Ordinal)) await _page.GotoAsync("/cycli");
        var json = await _page.EvaluateAsync<string>(
            """
            async ([id, version]) => {
              const { token } = await (await fetch("/ontwerper/token")).json();
              const answer = await fetch(`/elsa/api/workflow-definitions/by-definition-id/${id}?versionOptions=${version}`, { headers: { Authorization: `Bearer ${token}` } });
              return await answer.text();
            }
            """,
            new[] { definitionId, versionOptions });
        return (JsonObject)JsonNode.Parse(json)!;
    }

    [GeneratedRegex(@"^\s*Taak\s*$")]
    private static partial Regex TaskItem();

    [GeneratedRegex("^Titel$")]
    private static partial Regex TitleLabel();
}
