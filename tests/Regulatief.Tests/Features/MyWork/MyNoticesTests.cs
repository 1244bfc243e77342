using System.Net;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Features.MyWork;

public sealed class MyNoticesTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task MyNotices_OfAManager_AreCountedShownAndMarkedAsRead()
    {
        var manager = await Given(A.Account(AccountRole.Manager));
        await Host.WriteAsync(db => db.Notices.Add(new Notice { AccountId = manager.Id, Kind = NoticeKind.CoverNamed, At = Clock.GetUtcNow() }));
        var browser = await As(manager).BrowseAsync();

        var page = await browser.OpenAsync("/berichten");

        page.Find("a[href='/berichten']")!.TextContent.ShouldContain("1");
        page.Text.ShouldContain("Er is waarneming geregeld");
        var read = await browser.SubmitAsync(page, []);
        (read.Path, read.Text).ShouldSatisfyAllConditions(it => it.Path.ShouldBe("/berichten"), it => it.Text.ShouldContain("Er zijn geen ongelezen berichten"));
    }

    [Fact]
    public async Task MyNotices_OfWhoHasAWorklist_StandThere() =>
        (await (await As(await Given(A.ProbationOfficer())).BrowseAsync()).OpenAsync("/berichten")).Status.ShouldBe(HttpStatusCode.Forbidden);
}
