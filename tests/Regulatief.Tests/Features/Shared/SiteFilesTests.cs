using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.Shared;

public sealed partial class SiteFilesTests(DevelopmentHost host) : IClassFixture<DevelopmentHost>
{
    private static readonly CacheControlHeaderValue Kept = CacheControlHeaderValue.Parse("public, max-age=31536000, immutable");

    [Fact]
    public async Task Styles_FromThePage_AreOneFile()
    {
        var css = await (await Get(Sheet().Matches(await Page()).ShouldHaveSingleItem().Groups[1].Value)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        css.ShouldNotContain("@import");
        css.ShouldContain("@layer components {\n.top-bar {");
        css.ShouldContain(".utrecht-button--primary-action");
        css.ShouldContain("@media print {");
    }

    [Fact]
    public async Task Files_OfAPageItsStylesAndItsScript_AreKeptByBrowsers()
    {
        var page = await Page();
        var sheet = Sheet().Match(page).Groups[1].Value;
        var css = await (await Get(sheet)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var beside = sheet[..(sheet.LastIndexOf('/') + 1)];

        string[] files = [.. Asked().Matches(page).Select(asked => asked.Groups[1].Value), .. InStyles().Matches(css).Select(url => beside + url.Groups[1].Value), beside + "components/form/form.js"];

        files.Distinct().Count().ShouldBeGreaterThan(7);
        foreach (var file in files.Distinct())
        {
            var answer = await Get(file);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, file);
            answer.Headers.CacheControl.ShouldBe(Kept, file);
        }
    }

    [Fact]
    public async Task Files_UnderAnAddressOfAnotherContent_AreServedAndNotKept()
    {
        var answer = await Get("/files/0123456789abcdef/icons.svg");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoCache.ShouldBeTrue();
    }

    [Theory]
    [InlineData("/no-icons.svg")]
    [InlineData("/inloggen")]
    [InlineData("/health")]
    public async Task Addresses_WithoutAFileOfThePages_AreNotServedAndNotKept(string path)
    {
        var icons = Asked().Matches(await Page()).Select(asked => asked.Groups[1].Value).First(file => file.EndsWith("/icons.svg", StringComparison.Ordinal));

        var answer = await host.CreateClient(new() { AllowAutoRedirect = false }).GetAsync(
            new Uri(icons.Replace("/icons.svg", path, StringComparison.Ordinal), UriKind.Relative), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        answer.Headers.CacheControl.ShouldNotBe(Kept);
    }

    private Task<string> Page() => host.CreateClient().GetStringAsync(new Uri("/_componenten", UriKind.Relative), TestContext.Current.CancellationToken);

    private Task<HttpResponseMessage> Get(string url) => host.CreateClient().GetAsync(new Uri(url, UriKind.Relative), TestContext.Current.CancellationToken);

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"([^\"]+)\">")]
    private static partial Regex Sheet();

    [GeneratedRegex("""(?:src|<use href|<link [^>]*href)="(/[^"#]+)""")]
    private static partial Regex Asked();

    [GeneratedRegex("""url\("([^"]+)"\)""")]
    private static partial Regex InStyles();
}
