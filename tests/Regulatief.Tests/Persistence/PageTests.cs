using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;
using Page = Regulatief.Cases.Persistence.Page;

namespace Regulatief.Tests.Persistence;

public sealed class PageTests(SqliteHost host) : FeatureTest(host)
{
    [Theory]
    [InlineData(int.MinValue, 0, 1, 0)]
    [InlineData(0, 60, 1, 0)]
    [InlineData(1, 60, 1, 0)]
    [InlineData(3, 60, 3, 50)]
    [InlineData(4, 60, 3, 50)]
    [InlineData(int.MaxValue, 60, 3, 50)]
    [InlineData(int.MaxValue, int.MaxValue, 85_899_346, 2_147_483_625)]
    public void Of_AnyNumber_LiesWithinTheList(int asked, int total, int number, int skip) =>
        new Page(asked).Of(total, 25).ShouldBe(new PagePart(number, skip, 25));

    [Fact]
    public void Of_NotAsked_IsTheFirst() => default(Page).Of(60, 25).Number.ShouldBe(1);

    [Theory]
    [InlineData(null, 1)]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void FromZero_CountsFromOne(int? index, int number) => Page.FromZero(index).Number.ShouldBe(number);

    [Theory]
    [InlineData("cases")]
    [InlineData("tasks")]
    [InlineData("escalations")]
    [InlineData("cases/{case}/timeline")]
    [InlineData("cases/{case}/activities")]
    public async Task Api_PageBeyondTheLast_IsTheLast(string list)
    {
        var @case = await Given(A.Case());
        var api = await As(@case.Coordinator).ApiAsync();

        var answer = await (await api.GetAsync(new Uri($"/api/v1/{list.Replace("{case}", $"{@case.Id}", StringComparison.Ordinal)}?page=2000000000", UriKind.Relative), Cancel)).JsonAsync();

        ((int?)answer["page"]).ShouldBe(1);
    }

    [Theory]
    [InlineData("/inzage")]
    [InlineData("/inzage/uitzonderingen")]
    [InlineData("/inzage/afspraken")]
    public async Task PageOfTheLog_BeyondTheLast_IsTheLast(string path)
    {
        var browser = await As(await Given(A.Account(AccountRole.PrivacyOfficer))).BrowseAsync();

        var page = await browser.OpenAsync($"{path}?pagina=2000000000");

        page.Status.ShouldBe(System.Net.HttpStatusCode.OK);
        // An empty log has one page, and says nothing of it.
        (page.Find(".pagination__showing")?.TextContent ?? "").ShouldNotContain("-");
    }
}
