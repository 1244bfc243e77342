using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Regulatief.Tests.Testing;

/// <summary>A page as it came: its status, its address after redirects, its content.</summary>
public sealed record Page(HttpStatusCode Status, Uri Url, IHtmlDocument Document)
{
    public string Path => Url.PathAndQuery;

    /// <summary>All its words, as someone reads them.</summary>
    public string Text => string.Join(' ', Document.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public string Heading => Document.QuerySelector("h1")!.TextContent.Trim();

    public IElement? Find(string selector) => Document.QuerySelector(selector);

    /// <summary>The names of the fields that are marked as wrong; a group of choices by the name of its choices.</summary>
    public IReadOnlyList<string> FieldsInError =>
        [.. Document.QuerySelectorAll("[aria-invalid='true']").Select(input => (input.HasAttribute("name") ? input : input.QuerySelector("[name]"))?.GetAttribute("name") ?? "").Distinct()];
}

/// <summary>Opens pages and submits their forms, as a browser without script does: with what stands in them, the hidden fields too.</summary>
public sealed class Browser(HttpClient http)
{
    private readonly HtmlParser _parser = new();

    public HttpClient Http { get; } = http;

    public async Task<Page> OpenAsync(string url) => await ReadAsync(await Http.GetAsync(new Uri(url, UriKind.Relative), TestContext.Current.CancellationToken));

    /// <summary>Fills in a form and sends it.</summary>
    /// <param name="fields">By name; replaces what stands there. A null value leaves the field out.</param>
    /// <param name="form">A selector; by default the first posting form of the page's main part that has all these fields.</param>
    /// <param name="button">The name of the button that is pressed, with its value, for a form with several.</param>
    public async Task<Page> SubmitAsync(
        Page page, Dictionary<string, string?>? fields = null, string? form = null, (string Name, string Value)? button = null)
    {
        string[] names = [.. fields?.Keys ?? Enumerable.Empty<string>()];
        var chosen = page.Document.QuerySelectorAll(form ?? "main form[method=post]").OfType<IHtmlFormElement>()
            .FirstOrDefault(candidate => form is not null || names.All(name => candidate.Elements.Any(element => element.GetAttribute("name") == name)))
            ?? throw new InvalidOperationException($"{page.Path} ({page.Status}) has no form {form} with {string.Join(", ", names)}: {page.Text}");
        var filled = chosen.Elements.SelectMany(ValuesOf).Where(field => fields?.ContainsKey(field.Key) != true).ToList();
        filled.AddRange((fields ?? []).Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Key, field.Value!)));
        if (button is { } pressed) filled.Add(KeyValuePair.Create(pressed.Name, pressed.Value));

        var action = chosen.GetAttribute("action") is { Length: > 0 } url ? new Uri(page.Url, url) : page.Url;
        using var content = new FormUrlEncodedContent(filled);
        return await ReadAsync(await Http.PostAsync(action, content, TestContext.Current.CancellationToken));
    }

    private static IEnumerable<KeyValuePair<string, string>> ValuesOf(IElement field) => field switch
    {
        IHtmlInputElement { Name: { Length: > 0 } name } input when input.Type is not ("submit" or "button")
            && (input.Type is not ("checkbox" or "radio") || input.IsChecked) => [KeyValuePair.Create(name, input.Value)],
        IHtmlTextAreaElement { Name: { Length: > 0 } name } text => [KeyValuePair.Create(name, text.Value)],
        IHtmlSelectElement { Name: { Length: > 0 } name, Value: { } value } => [KeyValuePair.Create(name, value)],
        _ => [],
    };

    private async Task<Page> ReadAsync(HttpResponseMessage answer) => new(
        answer.StatusCode,
        answer.RequestMessage!.RequestUri!,
        _parser.ParseDocument(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
}
