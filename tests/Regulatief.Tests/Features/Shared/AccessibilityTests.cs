using Microsoft.Playwright;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.Shared;

/// <summary>Every component in a real browser, on a desk and on a phone.</summary>
public sealed class AccessibilityTests(AccessibilityTests.Browser browser) : IClassFixture<AccessibilityTests.Browser>
{
    private static readonly string[] Rules = [.. Axe.Wcag, "best-practice"];

    public static TheoryData<string, int> Pages { get; } = new MatrixTheoryData<string, int>(["", "/client", "/inloggen", "/fout/409"], [1440, 390]);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_AtAWidth_HasNoViolations(string path, int width)
    {
        var page = await browser.OpenAsync($"/_componenten{path}", width);

        await ShouldBeAccessible(page);
    }

    [Fact]
    public async Task Form_WithErrors_HasNoViolationsAndBringsFocusToTheSummary()
    {
        var page = await browser.OpenAsync("/_componenten", 390);

        await page.ClickAsync("form.form button.utrecht-button--primary-action");
        await page.WaitForSelectorAsync(".error-summary:focus");

        await ShouldBeAccessible(page);
    }

    [Fact]
    public async Task SkipLink_Focused_IsCoveredByNothing()
    {
        var page = await browser.OpenAsync("/_componenten", 1440);

        await page.Keyboard.PressAsync("Tab");

        (await page.EvaluateAsync<bool>(
            """
            () => {
              const link = document.activeElement;
              const { left, top, right, bottom } = link.getBoundingClientRect();
              return link.matches(".nl-skip-link") && [[left + 2, top + 2], [right - 2, bottom - 2]].every(([x, y]) => document.elementFromPoint(x, y) === link);
            }
            """)).ShouldBeTrue();
        await page.CloseAsync();
    }

    [Fact]
    public async Task Menu_OnAPhone_OpensWithTheKeyboard()
    {
        var page = await browser.OpenAsync("/_componenten", 390);

        await page.FocusAsync(".top-bar__menu summary");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForSelectorAsync(".top-bar__menu-panel a >> visible=true");
        await ShouldBeAccessible(page);
    }

    [Fact]
    public async Task Rows_WithScript_AreAddedAndRemovedWithTheirNamesInOrder()
    {
        var page = await browser.OpenAsync("/_componenten", 1440);

        await page.ClickAsync(".rows__add");
        await page.Keyboard.TypeAsync("Koffie drinken");
        await page.ClickAsync(".rows__remove >> nth=0");

        (await page.InputValueAsync("[name='Tasks[1].What']")).ShouldBe("Koffie drinken");
        (await page.Locator(".rows__row").CountAsync()).ShouldBe(2);
        (await page.Locator(".rows__row >> nth=1").GetAttributeAsync("aria-label")).ShouldBe("Regel 2");
        await ShouldBeAccessible(page);
    }

    private static async Task ShouldBeAccessible(IPage page)
    {
        var violations = await page.ViolationsAsync(Rules);
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

        violations.ShouldBeEmpty();
        overflow.ShouldBe(0);
        await page.CloseAsync();
    }

    public sealed class Browser : IAsyncLifetime
    {
        private readonly DevelopmentHost _host = new();
        private TestBrowser? _browser;

        public async ValueTask InitializeAsync()
        {
            if (!TestBrowser.IsHere) return;

            _host.UseKestrel(0);
            _host.StartServer();
            _browser = await TestBrowser.StartAsync();
        }

        public async Task<IPage> OpenAsync(string path, int width)
        {
            if (_browser is null) throw TestBrowser.Missing;

            var page = await _browser.Browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } });
            await page.GotoAsync(new Uri(_host.ClientOptions.BaseAddress, path).ToString(), new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
            return page;
        }

        public async ValueTask DisposeAsync()
        {
            if (_browser is not null) await _browser.DisposeAsync();
            await _host.DisposeAsync();
        }
    }
}
