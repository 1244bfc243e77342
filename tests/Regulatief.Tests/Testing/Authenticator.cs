using Microsoft.Extensions.Time.Testing;
using OtpNet;

namespace Regulatief.Tests.Testing;

/// <summary>An app with codes on somebody's telephone, which runs by the test's clock.</summary>
public sealed class Authenticator(string key, FakeTimeProvider clock)
{
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>What it shows now.</summary>
    public string Code => CodeAt(TimeSpan.Zero);

    /// <summary>What it showed, or will.</summary>
    public string CodeAt(TimeSpan fromNow) => CodeOf(key, clock.GetUtcNow() + fromNow);

    /// <summary>The next one that was not used.</summary>
    public string NextCode()
    {
        clock.Advance(Step);
        return Code;
    }

    /// <summary>What any app shows for a key, as it is read from a page.</summary>
    public static string CodeOf(string key, DateTimeOffset at) => new Totp(Base32Encoding.ToBytes(key.Replace(" ", "", StringComparison.Ordinal))).ComputeTotp(at.UtcDateTime);

    /// <summary>Sets it up on the page, as its owner does.</summary>
    /// <returns>With the recovery codes that were shown; none when there was a second factor before.</returns>
    public static async Task<(Authenticator Authenticator, IReadOnlyList<string> Codes, Page Page)> SetUpAsync(Browser browser, FakeTimeProvider clock)
    {
        var page = await browser.OpenAsync("/mijn-account/tweede-factor");
        var app = On(page, clock);
        var answer = await browser.SubmitAsync(page, new() { ["Form.Code"] = app.Code });
        return (app, [.. answer.Document.QuerySelectorAll(".recovery-codes code").Select(code => code.TextContent)], answer);
    }

    /// <summary>With the key that a page shows.</summary>
    public static Authenticator On(Page page, FakeTimeProvider clock) => new(page.Find(".factor-key")!.TextContent, clock);
}
