using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.Studio;

public sealed class IssueStudioTokenTests(SqliteHost host) : FeatureTest(host)
{
    private const string Definitions = "/elsa/api/workflow-definitions";

    [Theory]
    [InlineData(AccountRole.ProbationOfficer)]
    [InlineData(AccountRole.Administrator)]
    public async Task IssueStudioToken_AnybodyButADesigner_IsForbidden(AccountRole role)
    {
        var browser = await As(await Given(A.Account(role))).BrowseAsync();

        (await browser.OpenAsync("/ontwerper/token")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.OpenAsync("/ontwerper/definities")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task IssueStudioToken_TheCookieAlone_DoesNotOpenTheApi()
    {
        var browser = await As(await Designer()).BrowseAsync();

        (await browser.Http.GetAsync(new Uri(Definitions, UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task IssueStudioToken_Designer_OpensTheApiForTenMinutes()
    {
        var browser = await As(await Designer()).BrowseAsync();

        var token = (await browser.Http.GetFromJsonAsync<JsonObject>("/ontwerper/token", Cancel))!;

        browser.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)token["token"]);
        (await browser.Http.GetAsync(new Uri(Definitions, UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        Clock.Advance(TimeSpan.FromSeconds((int)token["expiresIn"]! + 1));
        (await browser.Http.GetAsync(new Uri(Definitions, UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task StudioPages_NeedMore_HaveAPolicyOfTheirOwn()
    {
        var browser = await As(await Designer()).BrowseAsync();

        var studio = await PolicyOf(browser, "/ontwerper/definities");
        var other = await PolicyOf(browser, "/cycli");

        studio.ShouldContain("'wasm-unsafe-eval'");
        studio.ShouldContain("worker-src 'self' blob:");
        studio.ShouldNotContain("http");
        other.ShouldNotContain("unsafe");
        other.ShouldNotContain("blob:");
        studio.ShouldContain("base-uri 'self'");
        other.ShouldContain("base-uri 'none'");
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("identity", null)]
    public async Task StudioFiles_InTheFormTheBrowserTakes_AreServed(string accepted, string? encoding)
    {
        var file = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "studio", "_framework"), "Elsa.Studio.Shell.*.wasm").Single();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/ontwerper/_framework/{Path.GetFileName(file)}");
        request.Headers.Add("Accept-Encoding", accepted);

        var answer = await Host.CreateDefaultClient(Person.Address).SendAsync(request, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/wasm");
        answer.Content.Headers.ContentEncoding.SingleOrDefault().ShouldBe(encoding);
        answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
    }

    [Fact]
    public async Task StudioFiles_NamedWithoutTheirContent_AreAskedForAnew()
    {
        var answer = await Host.CreateDefaultClient(Person.Address).GetAsync(new Uri("/ontwerper/_framework/blazor.webassembly.js", UriKind.Relative), Cancel);

        answer.Headers.CacheControl!.NoCache.ShouldBeTrue();
        answer.Headers.ETag.ShouldNotBeNull();
    }

    private static async Task<string> PolicyOf(Browser browser, string url) =>
        (await browser.Http.GetAsync(new Uri(url, UriKind.Relative), Cancel)).Headers.GetValues("Content-Security-Policy").Single();

    private Task<Account> Designer() => Given(A.Account(AccountRole.Designer));
}
