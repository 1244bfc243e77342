using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.Shared;

public sealed partial class SiteStylesTests(DevelopmentHost host) : IClassFixture<DevelopmentHost>
{
    [Fact]
    public async Task Styles_FromThePage_AreOneFileThatBrowsersKeep()
    {
        var client = host.CreateClient();
        var page = await client.GetStringAsync(new Uri("/_componenten", UriKind.Relative), TestContext.Current.CancellationToken);
        var url = Sheet().Matches(page).ShouldHaveSingleItem().Groups[1].Value;

        var answer = await client.GetAsync(new Uri(url, UriKind.Relative), TestContext.Current.CancellationToken);
        var css = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        answer.Headers.CacheControl.ShouldBe(CacheControlHeaderValue.Parse("public, max-age=31536000, immutable"));
        css.ShouldNotContain("@import");
        css.ShouldContain("@layer components {\n.top-bar {");
        css.ShouldContain(".utrecht-button--primary-action");
        css.ShouldContain("@media print {");
    }

    [GeneratedRegex("<link rel=\"stylesheet\" href=\"([^\"]+)\">")]
    private static partial Regex Sheet();
}
