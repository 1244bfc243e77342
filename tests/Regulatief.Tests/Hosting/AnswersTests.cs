using System.Net;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting;

namespace Regulatief.Tests.Hosting;

/// <summary>What every answer has, whatever was asked.</summary>
public sealed class AnswersTests(SqliteHost host) : FeatureTest(host)
{
    [Theory]
    [InlineData("/api/v1/cases", HttpStatusCode.OK)]
    [InlineData("/api/v1/cases?phase=99", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/cases/00000000-0000-0000-0000-000000000000", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/elsa/api/workflow-definitions", HttpStatusCode.Forbidden)]
    public async Task Api_Answer_IsKeptByNobody(string path, HttpStatusCode status)
    {
        var api = await As(await Given(A.ProbationOfficer())).ApiAsync();

        var answer = await api.GetAsync(new Uri(path, UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(status);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Description_OutsideDevelopment_IsForThoseWithAnAccount()
    {
        var address = new Uri("/openapi/v1.json", UriKind.Relative);
        var api = await As(await Given(A.ProbationOfficer())).ApiAsync();

        (await Host.CreateClient(new() { AllowAutoRedirect = false }).GetAsync(address, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await api.GetAsync(address, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Version_StandsOnEveryPageAndInHealth()
    {
        var page = await new Browser(Host.CreateClient()).OpenAsync("/inloggen");
        var health = await (await Host.CreateClient().GetAsync(new Uri("/health", UriKind.Relative), Cancel)).JsonAsync();

        page.Find("footer")!.TextContent.Trim().ShouldBe($"Regulatief, versie {ProductVersion.Current}");
        ((string?)health["version"]).ShouldBe(ProductVersion.Current);
        ((string?)health["status"]).ShouldBe("Healthy");
    }
}
