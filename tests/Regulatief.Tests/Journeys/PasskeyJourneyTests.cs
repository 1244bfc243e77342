using Microsoft.Playwright;
using Regulatief.Tests.Robustness;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Journeys;

/// <summary>A passkey from its making to its end, in a real browser whose authenticator is the browser's own imitation of one.</summary>
public sealed class PasskeyJourneyTests(SeededDemo demo) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("regulatief-passkey").FullName;
    private ProgramUnderTest _program = null!;
    private TestBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _browser = await TestBrowser.StartAsync();
        File.Copy(await demo.FileAsync(), $"{_folder}/passkey.db");
        _program = await ProgramUnderTest.StartAsync($"Data Source={_folder}/passkey.db", _folder, TestContext.Current.CancellationToken, "Development");
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        if (_program is not null) await _program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Passkey_FromItsMakingToItsEnd_InTheBrowser()
    {
        var administrator = await VisitorAsync("beheerder");
        var page = administrator.Page;
        var device = await VirtualAuthenticator.AddToAsync(page);
        await administrator.LogInAsync();

        await administrator.OpenAsync("/mijn-account/tweede-factor");
        await administrator.FillAsync(("Passkey.Name", "sleutel aan mijn bos"));
        await administrator.SendAsync("form.passkey button");
        (await page.Locator(".recovery-codes li").CountAsync()).ShouldBe(10);
        await administrator.OpenAsync("/mijn-account/tweede-factor");
        (await administrator.TextAsync()).ShouldContain("sleutel aan mijn bos");

        // Another day, at the door: without a password, and back to where one wanted to go.
        await LogOutAsync(page);
        await page.GotoAsync("/accounts");
        await administrator.SendAsync("form.passkey button");
        new Uri(page.Url).AbsolutePath.ShouldBe("/accounts");

        // A week later the page asks again who is there, and goes on with what was asked.
        await administrator.WeeksLaterAsync(1);
        await page.Locator("form[action$='/uitnodigen'] button").First.ClickAsync();
        await page.WaitForURLAsync("**/bevestigen**");
        await administrator.SendAsync("form.passkey button");
        (await administrator.HeadingAsync()).ShouldBe("U kunt verder");
        await administrator.SendAsync("main form button");
        (await page.Locator(".one-time").CountAsync()).ShouldBe(1);

        // By the one-click of the demo there is a second step now, and who cannot show the finger does not get through it.
        await LogOutAsync(page);
        await device.KnowsOwnerAsync(false);
        await administrator.LogInAsync();
        (await administrator.HeadingAsync()).ShouldBe("Tweede stap");
        await page.Locator("form.passkey button").ClickAsync();
        await Assertions.Expect(page.Locator(".passkey__failed")).ToBeVisibleAsync();
        await device.KnowsOwnerAsync(true);
        await administrator.SendAsync("form.passkey button");
        new Uri(page.Url).AbsolutePath.ShouldNotStartWith("/inloggen");

        await administrator.OpenAsync("/mijn-account/tweede-factor");
        await administrator.SendAsync("form[action$='/verwijderen'] button");
        (await administrator.TextAsync()).ShouldNotContain("sleutel aan mijn bos");
    }

    [Fact]
    public async Task Passkey_WithoutScript_IsSaidToNeedIt()
    {
        await using var context = await _browser.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = Address, Locale = "nl-NL", JavaScriptEnabled = false });
        var page = await context.NewPageAsync();

        await page.GotoAsync("/inloggen");

        (await page.Locator(".passkey__missing").InnerTextAsync()).ShouldContain("JavaScript");
        (await page.Locator("form.passkey button").IsVisibleAsync()).ShouldBeFalse();
    }

    // A passkey belongs to a name, and an address of the network is none.
    private string Address => $"http://localhost:{_program.Http.BaseAddress!.Port}";

    private async Task<Visitor> VisitorAsync(string role)
    {
        var context = await _browser.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = Address, Locale = "nl-NL" });
        context.SetDefaultTimeout(60_000);
        return new Visitor(await context.NewPageAsync(), role);
    }

    private static async Task LogOutAsync(IPage page)
    {
        await page.Locator("form[action$='/uitloggen'] button:visible").First.ClickAsync();
        await page.WaitForURLAsync("**/inloggen**");
    }
}
