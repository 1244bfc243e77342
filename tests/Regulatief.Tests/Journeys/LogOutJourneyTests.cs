using Microsoft.Playwright;
using Regulatief.Tests.Robustness;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Journeys;

/// <summary>Somebody leaves a computer that others use too.</summary>
public sealed class LogOutJourneyTests(SeededDemo demo) : IAsyncLifetime
{
    private static readonly TimeSpan ALongAnswer = TimeSpan.FromSeconds(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("regulatief-log-out").FullName;
    private ProgramUnderTest _program = null!;
    private TestBrowser _browser = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _browser = await TestBrowser.StartAsync();
        File.Copy(await demo.FileAsync(), $"{_folder}/log-out.db");
        _program = await ProgramUnderTest.StartAsync($"Data Source={_folder}/log-out.db", _folder, Cancel, "Development");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        if (_program is not null) await _program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task LogOut_InOneTab_ClearsTheOther()
    {
        await using var context = await _browser.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = _program.Http.BaseAddress!.ToString(), Locale = "nl-NL" });
        context.SetDefaultTimeout((float)TimeSpan.FromMinutes(3).TotalMilliseconds);
        var officer = new Visitor(await context.NewPageAsync(), "toezichthouder");
        await officer.LogInAsync();
        var other = await context.NewPageAsync();
        await other.GotoAsync("/trajecten");
        // Nobody is faster than the script of a page; this test is.
        foreach (var page in new[] { officer.Page, other }) await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        (await other.Locator("main").InnerTextAsync()).ShouldContain("traject", Shouldly.Case.Insensitive);

        await officer.Page.RouteAsync("**/uitloggen", async route =>
        {
            await Task.Delay(ALongAnswer, Cancel);
            await route.ContinueAsync();
        });
        await officer.Page.Locator("form[action$='/uitloggen'] button:visible").ClickAsync();

        // For what a person sees, not for the navigation: it begins by itself, and may be over before it is waited for.
        await other.Locator(".log-in").WaitForAsync();
        (await other.Locator(".top-bar__name").CountAsync()).ShouldBe(0);
    }
}
