using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;

namespace Regulatief.Tests.Features.Accounts;

public sealed class MyAccountTests(SqliteHost host) : FeatureTest(host)
{
    private Account _officer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _officer = await Given(A.ProbationOfficer());
    }

    [Fact]
    public async Task MyAccount_ShowsTheOwnSessionsAndNobodyElses()
    {
        await As(await Given(A.Coordinator())).BrowseAsync();
        await As(_officer).ApiAsync();
        var browser = await As(_officer).BrowseAsync();

        var page = await browser.OpenAsync("/mijn-account");

        page.Document.QuerySelectorAll("tbody tr").Length.ShouldBe(2);
        page.Text.ShouldContain("dit apparaat");
        page.Text.ShouldContain("Programma");
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge, Windows")]
    [InlineData("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome, Android")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", "Safari, iPhone")]
    [InlineData("curl/8.5.0", null)]
    [InlineData("", null)]
    public void Device_IsToldInWordsThatItsOwnerKnows(string userAgent, string? words) => DeviceWords.Of(userAgent).ShouldBe(words);
}
