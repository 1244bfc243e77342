using Microsoft.Playwright;

namespace Regulatief.Tests.Journeys;

/// <summary>How one comes in, and what one answers who is asked who sits there.</summary>
internal sealed partial class Walk
{
    private const string SecondFactor = "/mijn-account/tweede-factor";
    private const int TimesAsked = 6;

    /// <summary>Pages that stand between what one wanted and where one comes.</summary>
    private static readonly string[] AsksWho = ["/bevestigen", "/inloggen/tweede-stap"];

    /// <summary>Where one may do without.</summary>
    private static readonly string[] FreeOfFactor = ["vrijwilliger", "client"];

    /// <summary>How often one was asked for more than a password, by page.</summary>
    private readonly Dictionary<string, int> _asked = [];

    private string Here => new Uri(page.Url).AbsolutePath;

    private bool IsAskedWho => AsksWho.Any(asks => Here.StartsWith(asks, StringComparison.Ordinal));

    /// <summary>What was typed before one was asked, to be sent after all.</summary>
    private bool IsHeld => Here.StartsWith("/formulieren/", StringComparison.Ordinal);

    private async Task EnterAsync()
    {
        await page.GotoAsync("/inloggen");
        await SpeakAsync();
        await PressAsync(OneClick);
        if (keys is null) return;

        await SetUpAsync(keys);
        await LeaveAsync();
        await JudgeAsync("one click", await ShowWhoAsync("one click", await PressAsync(OneClick)), isForm: true);
        await LeaveAsync();
        await JudgeAsync("come in by the passkey", await PressAsync(PasskeyForm.Locator("button")), isForm: true);
    }

    private ILocator OneClick => page.Locator($"button[name=userName][value={role}]");

    private ILocator PasskeyForm => page.Locator("form.passkey");

    /// <summary>Makes a passkey, once led there or because it is offered.</summary>
    private async Task SetUpAsync(Keyring keyring)
    {
        const string how = "set up a passkey";
        if ((Here == SecondFactor) == FreeOfFactor.Contains(role)) Fault(how, $"one came to {Here}");
        await keyring.AddPasskeysAsync();
        await keyring.LetTimePassAsync();
        await ShowWhoAsync(how, (await page.GotoAsync(SecondFactor))!.Status);
        await respondent.FillAsync(PasskeyForm);
        await JudgeAsync(how, await PressAsync(PasskeyForm.Locator("button")), isForm: true);
    }

    private async Task LeaveAsync()
    {
        await page.GotoAsync("/");
        await UnfoldAsync();
        await PressAsync(page.Locator("form[action$='/uitloggen'] button:visible").First);
    }

    /// <summary>Answers as often as it is asked who sits there, and sends what was held meanwhile.</summary>
    /// <returns>The status of where one comes then.</returns>
    private async Task<int> ShowWhoAsync(string how, int status)
    {
        for (var times = 0; IsAskedWho; times++)
        {
            await JudgeAsync($"{how}, asked who one is", status, isForm: times > 0);
            if (times == TimesAsked) throw new TimeoutException($"It goes on asking at {Here}.");
            status = await AnswerWhoAsync();
        }

        if (!IsHeld) return status;
        await JudgeAsync($"{how}, held", status, isForm: false);
        return await PressAsync(page.Locator("main form button"));
    }

    /// <summary>By the password while there is nothing else; on each such page at first by nothing, then by a code, and from then on by the passkey where there is one.</summary>
    private async Task<int> AnswerWhoAsync()
    {
        var form = page.Locator("main form").First;
        if (await form.Locator("[name=Code]").CountAsync() == 0)
        {
            await respondent.FillAsync(form);
            return await PressAsync(form.Locator("button"));
        }

        var times = _asked[Here] = _asked.GetValueOrDefault(Here) + 1;
        var hasPasskey = await PasskeyForm.CountAsync() > 0;
        if (hasPasskey && times > 2) return await PressAsync(PasskeyForm.Locator("button"));
        if (!hasPasskey || times == 2) await form.Locator("[name=Code]").FillAsync(keys!.NextRecoveryCode());
        return await PressAsync(form.Locator("button"));
    }
}
