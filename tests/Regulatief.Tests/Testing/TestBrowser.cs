using Microsoft.Playwright;

namespace Regulatief.Tests.Testing;

/// <summary>Headless Chromium, of the machine's own: its shell for pages, which takes a fifth less, and all of it for Studio's drawing, which the shell is slow at.</summary>
public sealed class TestBrowser : IAsyncDisposable
{
    private const string Shell = "/usr/bin/chromium-headless-shell";

    private static readonly string? Chosen = Environment.GetEnvironmentVariable("REGULATIEF_TEST_CHROMIUM");
    private static readonly string Executable = Chosen ?? "/usr/bin/chromium";

    private readonly IPlaywright _playwright;

    private TestBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    /// <summary>For a fixture, in which nothing can be skipped: its tests say so by <see cref="Missing"/>.</summary>
    public static bool IsHere => File.Exists(Executable);

    /// <summary>What a test throws where there is none: it fails when the run promised one, and is skipped otherwise.</summary>
    public static Exception Missing => Promised.Missing("chromium", $"No Chromium at {Executable}; set REGULATIEF_TEST_CHROMIUM.");

    public static Task<TestBrowser> StartAsync() => StartAsync(Chosen is null && File.Exists(Shell) ? Shell : Executable);

    public static Task<TestBrowser> StartForDrawingAsync() => StartAsync(Executable);

    private static async Task<TestBrowser> StartAsync(string executable)
    {
        if (!IsHere) throw Missing;
        var playwright = await Playwright.CreateAsync();
        return new TestBrowser(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        }));
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
