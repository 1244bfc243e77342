using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Tests.Features.Migrations;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.Features.Workflows;

namespace Regulatief.Tests.Features.Workflows;

public sealed class DefinitionUsageTests(SqliteHost host) : MigrationTest(host)
{
    [Fact]
    public async Task DefinitionUsage_AnybodyButADesigner_IsForbidden() =>
        (await (await As(await Given(A.ProbationOfficer())).BrowseAsync()).OpenAsync($"/ontwerper/gebruik/{DefinitionId}")).Status.ShouldBe(HttpStatusCode.Forbidden);

    [Fact]
    public async Task DefinitionUsage_NoSuchDefinition_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(Designer.SendAsync(new DefinitionUsageQuery("zo-niet", null)));

    [Fact]
    public async Task DefinitionUsage_TwoVersions_CountsAndListsCasesByNumberWithoutNames()
    {
        await Publish("a");
        var old = await Given(A.Case().ForClient("Geheim", "Achternaam").Running(DefinitionId));
        await Publish("a", "b");
        var recent = await Given(A.Case().Running(DefinitionId));

        var all = await Designer.SendAsync(new DefinitionUsageQuery(DefinitionId, null));
        var first = await Designer.SendAsync(new DefinitionUsageQuery(DefinitionId, 1));
        var page = await (await Designer.BrowseAsync()).OpenAsync($"/ontwerper/gebruik/{DefinitionId}");

        all.Versions.Select(v => (v.Version, v.IsPublished, v.Running)).ShouldBe([(2, true, 1), (1, false, 1)]);
        all.Cases.Select(c => (c.CaseNumber, c.Version)).ShouldBe([(old.Number, 1), (recent.Number, 2)]);
        first.Cases.ShouldHaveSingleItem().Steps.ShouldBe(["Stap a"]);
        page.Text.ShouldNotContain("Geheim");
        page.Find($"a[href='/ontwerper/verplaatsen/{DefinitionId}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task DefinitionUsage_VersionInUse_CannotBeDeletedOneByOneNorInBulk()
    {
        await Publish("a");
        await Given(A.Case().Running(DefinitionId));
        await Publish("a", "b");
        var ids = await Read(db => db.Definitions.Where(d => d.DefinitionId == DefinitionId).OrderBy(d => d.Version).Select(d => d.Id).ToListAsync(Cancel));
        var api = await Designer.ApiAsync();

        (await api.DeleteAsync(new Uri($"/elsa/api/workflow-definition-versions/{ids[0]:N}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await api.DeleteAsync(new Uri($"/elsa/api/workflow-definitions/{DefinitionId}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await api.PostAsJsonAsync("/elsa/api/bulk-actions/delete/workflow-definitions/by-id", new { ids = new[] { ids[0].ToString("N") } }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await api.PostAsJsonAsync("/elsa/api/bulk-actions/delete/workflow-definitions/by-definition-id", new { definitionIds = new[] { DefinitionId } }, Cancel))
            .StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await Read(db => db.Definitions.CountAsync(d => d.DefinitionId == DefinitionId, Cancel))).ShouldBe(2);
    }

    [Fact]
    public async Task DefinitionUsage_VersionThatCasesWereMovedFrom_CannotBeDeletedEither()
    {
        await Publish("a");
        await Given(A.Case().Running(DefinitionId));
        await Publish("a", "b");
        await Start(1);
        await Host.SweepAsync();
        var first = await Read(db => db.Definitions.Where(d => d.DefinitionId == DefinitionId && d.Version == 1).Select(d => d.Id).SingleAsync(Cancel));

        (await Should.ThrowAsync<CaseRuleException>(Designer.SendAsync(new DeleteDefinitionsCommand([], [first.ToString()])))).Code.ShouldBe("definition-in-use");
    }
}
