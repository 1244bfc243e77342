using Regulatief.Cases;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Migrations;

namespace Regulatief.Tests.Features.Migrations;

public sealed class MigrationProgressTests(SqliteHost host) : MigrationTest(host)
{
    [Fact]
    public async Task MigrationProgress_AnybodyButADesigner_IsRefused() =>
        await Should.ThrowAsync<CaseRuleException>(As(await Given(A.ProbationOfficer())).SendAsync(new MigrationProgressQuery(Guid.NewGuid())));

    [Fact]
    public async Task MigrationProgress_NoSuchBatch_IsNotFound() => await Should.ThrowAsync<NotFoundException>(Progress(Guid.NewGuid()));

    [Fact]
    public async Task MigrationProgress_UnderWay_SaysHowFarAndOffersToLookAgain()
    {
        await Publish("a");
        await Given(A.Case().Running(DefinitionId));
        await Publish("a", "b");
        var batch = await Start(1);

        var page = await (await Designer.BrowseAsync()).OpenAsync($"/ontwerper/verplaatsingen/{batch}");

        page.Text.ShouldContain("0 van 1");
        page.Find("a[href^='/ontwerper/verplaatsingen/'].utrecht-button").ShouldNotBeNull();
    }
}
