using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Journeys;

/// <summary>What somebody with a second factor has at hand: passkeys in the browser, an app that shows codes, and a note of the recovery codes.</summary>
internal sealed class Keyring(WalkHost host, IPage page)
{
    private readonly Queue<string> _recoveryCodes = new();

    public Task AddPasskeysAsync() => VirtualAuthenticator.AddToAsync(page);

    /// <summary>Lets so much time go by that one has to show anew who sits there.</summary>
    public Task LetTimePassAsync()
    {
        var before = host.Services.GetRequiredService<TimeProvider>().GetUtcNow() - Session.FactorIsFreshFor;
        return host.ReadAsync(db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.FactorAt, (DateTimeOffset?)before)));
    }

    /// <summary>Writes down the recovery codes that a page shows, in place of those of before.</summary>
    public async Task NoteCodesAsync()
    {
        var shown = await page.Locator(".recovery-codes code").AllInnerTextsAsync();
        if (shown.Count == 0) return;
        _recoveryCodes.Clear();
        foreach (var code in shown) _recoveryCodes.Enqueue(code);
    }

    public string NextRecoveryCode() => _recoveryCodes.Dequeue();

    /// <summary>What the app shows after the picture on this page was scanned; null where there is none.</summary>
    public async Task<string?> ScanAsync() => await page.Locator(".factor-key").CountAsync() == 0
        ? null
        : Authenticator.CodeOf(await page.Locator(".factor-key").InnerTextAsync(), host.Services.GetRequiredService<TimeProvider>().GetUtcNow());
}
