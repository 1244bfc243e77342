using System.Net;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.Shared;

public sealed class ErrorPageTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task Error_NoSuchPage_SaysSoInWords()
    {
        var page = await (await As(await Given(A.ProbationOfficer())).BrowseAsync()).OpenAsync("/bestaat-niet");

        page.Status.ShouldBe(HttpStatusCode.NotFound);
        page.Heading.ShouldBe("Deze pagina is er niet");
    }

    [Fact]
    public async Task Error_NotOfOnesRole_SaysSoInWords()
    {
        var page = await (await As(await Given(A.ProbationOfficer())).BrowseAsync()).OpenAsync("/accounts");

        page.Status.ShouldBe(HttpStatusCode.Forbidden);
        page.Heading.ShouldBe("U mag dit niet zien of doen");
    }

    [Fact]
    public async Task Error_OfTheApi_IsProblemDetails()
    {
        var answer = await (await As(await Given(A.Account(AccountRole.Designer))).ApiAsync()).GetAsync("/api/v1/escalations", Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }
}
