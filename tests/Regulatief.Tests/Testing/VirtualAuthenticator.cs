using Microsoft.Playwright;

namespace Regulatief.Tests.Testing;

/// <summary>The browser's own imitation of what keeps passkeys in a machine and looks at a finger: nobody has to touch it.</summary>
internal sealed class VirtualAuthenticator
{
    private readonly ICDPSession _browser;
    private readonly string _id;

    private VirtualAuthenticator(ICDPSession browser, string id) => (_browser, _id) = (browser, id);

    /// <summary>For what this page asks, wherever it goes.</summary>
    public static async Task<VirtualAuthenticator> AddToAsync(IPage page)
    {
        var browser = await page.Context.NewCDPSessionAsync(page);
        await browser.SendAsync("WebAuthn.enable");
        var added = await browser.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return new VirtualAuthenticator(browser, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Whether from now on it knows the finger that is shown.</summary>
    public Task KnowsOwnerAsync(bool isKnown) => _browser.SendAsync("WebAuthn.setUserVerified", new() { ["authenticatorId"] = _id, ["isUserVerified"] = isKnown });
}
