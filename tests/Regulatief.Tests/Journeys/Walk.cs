using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Journeys;

/// <summary>
/// One person who goes everywhere: opens every page that a link leads to, opens every fold, sends every form once empty and once filled in, by each of
/// its buttons, and notes whatever goes wrong. What ends something (a case, a log-in) is left for last, so that the rest is still there to be tried.
/// </summary>
/// <param name="examined">Pages that axe saw in this walk or beside it; what others saw is not seen again, since axe takes longer than all else together.</param>
/// <param name="keys">Null for who has no second factor. With one a while goes by before each thing that is done, so that one is asked who sits there wherever the product asks.</param>
/// <remarks>Pages and forms that differ in their ids alone are the same: two of a kind are opened, and a form is sent until it was taken once. What was refused empty is mended where it stands.</remarks>
internal sealed partial class Walk(IPage page, string role, string language, bool withScript, Respondent respondent, ConcurrentDictionary<string, byte> examined, Keyring? keys = null)
{
    private const int Narrow = 390;
    private const int Wide = 1440;
    private const int OfAKind = 2;
    private const int TriesOfAForm = 3;

    /// <summary>Milliseconds.</summary>
    private const int BetweenLooks = 20;

    /// <summary>What takes something away that other forms need, the heaviest last. A passkey goes while there is an app, and the app when there is a passkey anew.</summary>
    private static readonly string[] Endings =
    [
        "/delen", "/proef/klok", "/intrekken", "/weigeren", "/stoppen", "/afsluiten", "/vrijwilliger-stopt", "/wisseling/blijft", "/andere-professional", "/beeindigen", "/uitsluiten", "/taal",
        "/verwijderen", "/mijn-account/passkeys", "/tweede-factor/verwijderen", "/uitloggen", "/inloggen", "/mijn-account/wachtwoord",
    ];

    /// <summary>What is over once something else is done, the first to go first: a talk that was recorded has no time any more to agree on, nor one to call off.</summary>
    private static readonly string[] Beginnings = ["/akkoord", "/voorstel", "/afzeggen"];

    /// <summary>What is done with a telephone or a passkey, of who has none: PasskeyJourneyTests, SecondFactorTests and SecondStepTests have.</summary>
    private static readonly string[] NeedsADevice = ["/mijn-account/tweede-factor", "/mijn-account/passkeys", "/inloggen/passkey"];

    /// <summary>Pages that are not ours: JobDashboardTests.</summary>
    private const string OfOthers = "/systeem/hangfire";

    private static readonly string? Pictures = Environment.GetEnvironmentVariable("REGULATIEF_WALK_PICTURES");

    private readonly Queue<string> _toOpen = new();
    private readonly HashSet<string> _known = [];
    private readonly Dictionary<string, int> _kinds = [];
    private readonly HashSet<string> _judged = [];
    private readonly HashSet<string> _unfolded = [];
    private readonly Dictionary<string, Deed> _deeds = [];
    private readonly List<string> _errors = [];

    /// <summary>What was just sent empty, and stands there again with what is wrong.</summary>
    private Deed? _refused;

    public List<string> Faults { get; } = [];

    /// <summary>Where this person came and what they did, in order.</summary>
    public List<string> Log { get; } = [];

    /// <summary>For each form with its button: whether the product ever took it.</summary>
    public IEnumerable<(string Deed, bool IsTaken)> Deeds => _deeds.Values.Select(deed => (deed.Name, deed.IsTaken));

    public async Task GoAsync()
    {
        page.Console += (_, message) => NoteError(message);
        page.PageError += (_, error) => _errors.Add(error);
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400 && !answer.Request.IsNavigationRequest) _errors.Add($"{answer.Url} answered {answer.Status}");
        };
        page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await page.SetViewportSizeAsync(withScript ? Wide : Narrow, 900);

        await EnterAsync();
        await OpenAsync("/");
        do
        {
            while (_toOpen.TryDequeue(out var path)) await OpenAsync(path);
        }
        while (await DoNextAsync());
    }

    private async Task SpeakAsync()
    {
        if (language == await page.Locator("html").GetAttributeAsync("lang")) return;
        await UnfoldAsync();
        await PressAsync(page.Locator("form[action$='/taal'] button:visible").First);
    }

    private async Task OpenAsync(string path)
    {
        Log.Add($"open {path}");
        try
        {
            if (path.EndsWith(".ics", StringComparison.Ordinal) || path.EndsWith("/bestand", StringComparison.Ordinal))
            {
                // Taken along, not shown: a browser has no page for it.
                var file = await page.APIRequest.GetAsync(path);
                if (!file.Ok) Fault($"open {path}", $"answered {file.Status}");
                return;
            }

            await JudgeAsync($"open {path}", await ComeToAsync($"open {path}", path), isForm: false);
        }
        catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
        {
            Fault($"open {path}", exception.Message);
        }
    }

    private async Task<int> ComeToAsync(string how, string path)
    {
        if (keys is not null) await keys.LetTimePassAsync();
        return await ShowWhoAsync(how, (await page.GotoAsync(path))!.Status);
    }

    /// <summary>Does one thing that was not done yet.</summary>
    /// <returns>Whether there was one.</returns>
    private async Task<bool> DoNextAsync()
    {
        var next = _deeds.Values.Where(deed => deed.IsOpen).OrderBy(deed => deed.Weight).ThenByDescending(deed => deed.IsForOne).FirstOrDefault();
        if (next is null) return false;
        var isFilled = next.WasSentEmpty || !next.HasFields;
        // Who is refused mends what stands there. A page opened anew is left for when that does not help.
        var mends = isFilled && next == _refused;
        var path = isFilled && !mends ? next.Pages.Dequeue() : next.Pages.Peek();
        _refused = null;
        var name = $"{(next.HasFields ? isFilled ? "fill in" : "send empty" : "press")} {next.Name} on {path}";
        Log.Add(name);
        try
        {
            if (!mends) await ComeToAsync(name, path);
            await UnfoldAsync();
            var form = await FindAsync(next);
            if (form is null)
            {
                if (!isFilled) next.Pages.Dequeue();
                return true;
            }

            if (!isFilled) next.WasSentEmpty = true;
            if (keys is not null) await keys.LetTimePassAsync();
            var hasFile = await form.Locator("input[type=file]").CountAsync() > 0;
            var status = await SendAsync(next, form, isFilled);
            if (next.Name.Contains("/taal", StringComparison.Ordinal)) await SpeakAsync();
            if (IsAskedWho)
            {
                status = await ShowWhoAsync(name, status);
                if (hasFile) status = await SendAgainAsync(next, form, isFilled);
            }

            var wasTaken = status < 400 && await page.Locator(".error-summary").CountAsync() == 0;
            next.IsTaken |= wasTaken;
            if (isFilled) next.Tries++;
            if (!wasTaken && isFilled) Log.Add($"  refused {status}: {string.Join(" | ", await page.Locator(".error-summary li").AllInnerTextsAsync())}");
            await JudgeAsync(name, status, isForm: true);
            if (!wasTaken && !isFilled && keys is null) _refused = next;
        }
        catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
        {
            Fault(name, exception.Message);
            if (next.Pages.Count > 0 && !isFilled) next.Pages.Dequeue();
        }

        return true;
    }

    /// <summary>A file is not held while one is asked: what it came with is asked for again.</summary>
    private async Task<int> SendAgainAsync(Deed deed, ILocator form, bool isFilled)
    {
        await UnfoldAsync();
        return await SendAsync(deed, form, isFilled);
    }

    private async Task<int> SendAsync(Deed deed, ILocator form, bool isFilled)
    {
        await FoldMenuAsync(form);
        if (deed.HasFields && isFilled)
        {
            if (keys is not null && await keys.ScanAsync() is { } code) respondent.Learn("Form.Code", code);
            await respondent.FillAsync(form);
        }
        else if (deed.HasFields)
        {
            await respondent.WipeAsync(form);
        }

        return await PressAsync(form.Locator("button, input[type=submit]").Nth(deed.Button));
    }

    /// <summary>The menu, folded open, lies over the page on a phone.</summary>
    private static async Task FoldMenuAsync(ILocator wanted) =>
        await wanted.EvaluateAsync("e => { for (const menu of document.querySelectorAll('.top-bar details')) if (!menu.contains(e)) menu.open = false; }");

    /// <summary>Presses a button and waits for the page that follows, if one does.</summary>
    /// <returns>Its status; 200 where the script of the page does it all.</returns>
    private async Task<int> PressAsync(ILocator button)
    {
        await FoldMenuAsync(button);
        var staysHere = withScript && await button.EvaluateAsync<bool>(
            "b => b.type === 'button' || b.matches('.rows__add') || (b.matches('.rows__remove') && b.closest('.rows').children.length > 1)");
        if (staysHere)
        {
            await button.ClickAsync();
            return 200;
        }

        // Listened for before the click: when the answer has come, its page has not always, and the old one is still there to be read.
        var there = new TaskCompletionSource();
        void IsThere(object? sender, IPage loaded) => there.TrySetResult();
        page.DOMContentLoaded += IsThere;
        var answer = await page.RunAndWaitForResponseAsync(
            () => button.ClickAsync(), response => response.Request.IsNavigationRequest && response.Frame == page.MainFrame && response.Status is < 300 or >= 400);
        // What is taken along as a file shows no page.
        if (!answer.Headers.ContainsKey("content-disposition")) await there.Task.WaitAsync(TimeSpan.FromMinutes(1));
        page.DOMContentLoaded -= IsThere;
        return answer.Status;
    }

    /// <summary>Looks at the page as it is now, and takes in where one can go from here and what one can do.</summary>
    private async Task JudgeAsync(string how, int status, bool isForm)
    {
        if (status >= 400 && !(isForm && await page.Locator(".error-summary").CountAsync() > 0 && await page.Locator("main form").CountAsync() > 0))
            Fault(how, $"answered {status}: {await page.TitleAsync()}");
        await HasLoadedAsync();
        await UnfoldAsync();

        if (keys is not null) await keys.NoteCodesAsync();
        var path = new Uri(page.Url).PathAndQuery;
        var found = await FindAsync();
        if (found.Language != language) Fault(how, $"is in {found.Language}");
        var deeds = found.Forms.SelectMany(form => DeedsOf(path, form)).ToList();
        if (status < 400 && !IsAskedWho && !IsHeld)
        {
            foreach (var deed in deeds.Where(IsOwn)) Take(deed, path);
            foreach (var link in found.Links) Take(path, link);
        }

        var shape = $"{KindOf(path)} {string.Join(' ', deeds.Select(deed => deed.Name).Order(StringComparer.Ordinal))}";
        if (_judged.Add(shape)) await LookAsync(how, path, shape, found.Heading);

        foreach (var error in _errors) Fault(how, error);
        _errors.Clear();
    }

    /// <summary>Asked of the page itself until it has: on a busy machine the browser's word of it gets lost once in some thousand times.</summary>
    private async Task HasLoadedAsync()
    {
        while (await page.EvaluateAsync<string>("() => document.readyState") != "complete") await page.WaitForTimeoutAsync(BetweenLooks);
    }

    private async Task LookAsync(string how, string path, string shape, string heading)
    {
        foreach (var width in new[] { Narrow, Wide })
        {
            await page.SetViewportSizeAsync(width, 900);
            var needed = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            if (needed > width) Fault(how, $"is {needed} wide in a window of {width}");
            if (Pictures is not null)
                await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{width}", $"{role}-{_judged.Count:000}-{Unnamed().Replace(KindOf(path), "-")}.png"), FullPage = true });
        }

        if (!withScript)
        {
            await page.SetViewportSizeAsync(Narrow, 900);
            return;
        }

        // Everybody has a home of their own.
        if (path.StartsWith("/ontwerper", StringComparison.Ordinal) || !examined.TryAdd(path == "/" ? $"{role} {shape}" : shape, 0)) return;
        Log.Add("  examined");
        foreach (var violation in await page.ViolationsAsync(Axe.Wcag)) Fault(how, $"({heading}) {violation}");
    }

    /// <summary>Opens what is folded, as one does who looks for something: by hand where as many folds stand on a page of its kind for the first time, else all at once.</summary>
    /// <remarks>A click costs a browser more than the page that it is on, and what opens by one does so each time.</remarks>
    private async Task UnfoldAsync()
    {
        var folded = page.Locator("details:not([open]) > summary:visible");
        if (!_unfolded.Add($"{KindOf(new Uri(page.Url).PathAndQuery)} {await folded.CountAsync()}"))
        {
            await page.EvaluateAsync("() => { for (const folded of document.querySelectorAll('details:not([open])')) folded.open = true; }");
            return;
        }

        // What was folded into something folded shows when that is open. The menu comes last: on a phone it lies over the page.
        foreach (var part in new[] { page.Locator("main").Locator(folded), folded })
            for (var depth = 0; depth < 3; depth++)
                for (var left = await part.CountAsync(); left > 0; left--) await part.First.ClickAsync();
    }

    /// <summary>Everybody comes in by the button of the own role: the other buttons are others'.</summary>
    private bool IsOwn(Deed deed) => !deed.Name.Contains("by userName=", StringComparison.Ordinal) || deed.Name.EndsWith($"={role}", StringComparison.Ordinal);

    private void Take(string from, Link link)
    {
        if (link.Url.StartsWith('#') || link.Url.StartsWith("mailto:", StringComparison.Ordinal) || link.Url.StartsWith("tel:", StringComparison.Ordinal)) return;
        var url = new Uri(new Uri("http://here" + from), link.Url);
        if (url.Host != "here") return;
        var path = url.PathAndQuery;
        if (path.StartsWith(OfOthers, StringComparison.Ordinal) || !_known.Add(path)) return;
        var kind = $"{KindOf(path)} {(path.StartsWith("/taken/", StringComparison.Ordinal) ? link.Text : "")}";
        _kinds[kind] = _kinds.GetValueOrDefault(kind) + 1;
        var most = Unnamed().Replace(path, "") switch { "/trajecten/" => 40, "/signalen/" or "/driegesprekken/" => 6, _ => OfAKind }; // in every phase they are other pages
        if (_kinds[kind] <= most) _toOpen.Enqueue(path);
    }

    private void Take(Deed deed, string path)
    {
        if (!_deeds.TryGetValue(deed.Name, out var known)) _deeds.Add(deed.Name, known = deed);
        if (!known.IsTaken && known.Offered.Add(path)) known.Pages.Enqueue(path);
    }

    private IEnumerable<Deed> DeedsOf(string path, Form form)
    {
        var address = form.Action.Length > 0 ? form.Action : form.Method == "get" ? path.Split('?')[0] : path;
        if (keys is null && NeedsADevice.Contains(address)) yield break;
        // Rows come and go, and the form stays the same.
        var fields = form.Fields.Where(name => !Number().IsMatch(name)).Order(StringComparer.Ordinal).ToList();
        foreach (var button in form.Buttons.Where(button => button.Visible))
        {
            var pressed = button.Name.Length == 0 ? "" : $" by {button.Name}={(button.Name.StartsWith("__", StringComparison.Ordinal) ? "n" : Unnamed().Replace(button.Value, "{id}"))}";
            var name = $"{form.Method.ToUpperInvariant()} {KindOf(address)} ({string.Join(", ", fields)}){pressed}";
            yield return new Deed(name, form.Index, button.Index, form.Fields.Length > 0, WeightOf(address));
        }
    }

    /// <summary>Below zero for what comes first, above it for what comes last.</summary>
    private static int WeightOf(string address)
    {
        var path = address.Split('?')[0];
        var beginning = Array.FindIndex(Beginnings, end => path.EndsWith(end, StringComparison.Ordinal));
        return beginning >= 0 ? beginning - Beginnings.Length : 1 + Array.FindLastIndex(Endings, end => path.EndsWith(end, StringComparison.Ordinal));
    }

    /// <summary>The form again, on a page that was opened anew.</summary>
    private async Task<ILocator?> FindAsync(Deed deed)
    {
        var path = new Uri(page.Url).PathAndQuery;
        var forms = (await FindAsync()).Forms;
        var same = forms.SelectMany(form => DeedsOf(path, form)).FirstOrDefault(found => found.Name == deed.Name);
        if (same is null) return null;
        deed.Button = same.Button;
        return page.Locator("form").Nth(same.Form);
    }

    /// <summary>What the page has, as it shows itself now.</summary>
    private async Task<Found> FindAsync() => JsonSerializer.Deserialize<Found>(
        await page.EvaluateAsync<string>(
            """
            () => JSON.stringify({
              language: document.documentElement.lang,
              heading: document.querySelector("h1")?.textContent.trim() ?? "",
              links: [...document.querySelectorAll("a[href]")].filter((a) => a.checkVisibility()).map((a) => ({ url: a.getAttribute("href"), text: a.textContent.trim().replace(/\s+/g, " ") })),
              forms: [...document.forms].map((form, index) => ({
                index,
                method: form.getAttribute("method") ?? "get",
                action: form.getAttribute("action") ?? "",
                fields: [...new Set([...form.elements].filter((e) => e.name && !["hidden", "submit"].includes(e.type)).map((e) => e.name))],
                buttons: [...form.querySelectorAll("button, input[type=submit]")].map((b, at) => ({ index: at, name: b.name, value: b.value, visible: b.checkVisibility() && !b.closest("[aria-hidden=true]") })),
              })),
            })
            """),
        JsonSerializerOptions.Web)!;

    private void NoteError(IConsoleMessage message)
    {
        // That a page was not loaded well is known by its status.
        if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) _errors.Add(message.Text);
    }

    private void Fault(string how, string what) => Faults.Add($"{role}, {language}{(withScript ? "" : ", without script")}: {how}: {what}");

    /// <summary>An address without what tells one of its kind from another.</summary>
    private static string KindOf(string address)
    {
        var parts = address.Split('?');
        var query = parts.Length > 1 ? "?" + string.Join('&', parts[1].Split('&').Select(pair => pair.Split('=')[0]).Distinct().Order(StringComparer.Ordinal)) : "";
        return Chosen().Replace(Named().Replace(Unnamed().Replace(parts[0], "{id}"), "$1/{id}"), "/{id}") + query;
    }

    [GeneratedRegex("^(/ontwerper/[a-z]+|/mijn-account/passkeys)/[^/]+")]
    private static partial Regex Named();

    /// <summary>One of several kinds, which are named in code, while what pages are called is written small.</summary>
    [GeneratedRegex("/[A-Z][A-Za-z]+(?=/|$)")]
    private static partial Regex Chosen();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Unnamed();

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Number();

    private sealed record Found(string Language, string Heading, Link[] Links, Form[] Forms);

    private sealed record Link(string Url, string Text);

    private sealed record Form(int Index, string Method, string Action, string[] Fields, Button[] Buttons);

    private sealed record Button(int Index, string Name, string Value, bool Visible);

    /// <summary>A form with one of its buttons, and the pages where it was seen.</summary>
    private sealed class Deed(string name, int form, int button, bool hasFields, int weight)
    {
        public string Name => name;

        public int Form => form;

        public int Button { get; set; } = button;

        public bool HasFields => hasFields;

        public int Weight => weight;

        /// <summary>A button with a value, for one row or to keep a draft: tried before the form itself is done and gone.</summary>
        public bool IsForOne => name.Contains(") by ", StringComparison.Ordinal);

        public HashSet<string> Offered { get; } = [];

        public Queue<string> Pages { get; } = new();

        public bool WasSentEmpty { get; set; }

        public bool IsTaken { get; set; }

        public int Tries { get; set; }

        /// <summary>Whether there is still something to try, and a page to try it on.</summary>
        public bool IsOpen => Pages.Count > 0 && (!WasSentEmpty && HasFields || Tries == 0 || !IsTaken && Tries < TriesOfAForm);
    }
}
