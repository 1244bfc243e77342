using System.Net;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Hosting;

public sealed class LimitsTests(SqliteHost host) : FeatureTest(host)
{
    private static readonly Uri Search = new("/trajecten/zoeken", UriKind.Relative);

    /// <summary>Who collects names is stopped; a colleague beside them goes on.</summary>
    [Fact]
    public async Task Search_MoreOftenThanAPersonDoes_IsStoppedForThatPersonAlone()
    {
        var (collector, colleague) = (await Given(A.Account(AccountRole.ProbationOfficer)), await Given(A.Account(AccountRole.ProbationOfficer)));
        var browser = await As(collector).BrowseAsync();

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 70 && !answers.Contains(HttpStatusCode.TooManyRequests); i++) answers.Add(await SearchAsync(browser));

        answers.Count.ShouldBeInRange(61, 62, "sixty a minute, and a minute may turn meanwhile");
        (await SearchAsync(await As(colleague).BrowseAsync())).ShouldNotBe(HttpStatusCode.TooManyRequests);
        using var words = new FormUrlEncodedContent([]);
        var stopped = await browser.Http.PostAsync(Search, words, Cancel);
        (await stopped.Content.ReadAsStringAsync(Cancel)).ShouldContain("Wacht een minuut en probeer het dan opnieuw");
    }

    private static async Task<HttpStatusCode> SearchAsync(Browser browser)
    {
        using var words = new FormUrlEncodedContent([KeyValuePair.Create("Search", "jansen")]);
        using var answer = await browser.Http.PostAsync(Search, words, Cancel);
        return answer.StatusCode;
    }
}
