using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.ElsaApi.Descriptors;

namespace Regulatief.Tests.Features.ElsaApi;

public sealed class DefinitionQueriesTests(SqliteHost host) : ElsaApiTest(host)
{
    [Fact]
    public async Task Queries_AnybodyButADesigner_AreRefused()
    {
        var officer = As(await Given(A.Account(AccountRole.ProbationOfficer)));

        await Should.ThrowAsync<CaseRuleException>(officer.SendAsync(new ListDefinitionsQuery(null, null, null, null, null, null, null, null)));
        await Should.ThrowAsync<CaseRuleException>(officer.SendAsync(new FindDefinitionQuery(null, "regulatieve-cyclus")));
        await Should.ThrowAsync<CaseRuleException>(officer.SendAsync(new NameIsUniqueQuery("x", null)));
        await Should.ThrowAsync<CaseRuleException>(officer.SendAsync(new DefinitionGraphQuery("x", null)));
        await Should.ThrowAsync<CaseRuleException>(officer.SendAsync(new ScriptTypesQuery("x")));
        await Should.ThrowAsync<CaseRuleException>(officer.SendAsync(new ListActivityDescriptorsQuery()));
    }

    [Theory]
    [InlineData("features/installed")]
    [InlineData("package/version")]
    [InlineData("descriptors/activities?refresh=true")]
    [InlineData("descriptors/expression-descriptors")]
    [InlineData("descriptors/variables")]
    [InlineData("descriptors/storage-drivers")]
    [InlineData("descriptors/workflow-activation-strategies")]
    [InlineData("descriptors/incident-strategies")]
    [InlineData("descriptors/log-persistence-strategies")]
    [InlineData("descriptors/commit-strategies/workflows")]
    [InlineData("workflow-definitions/by-definition-id/regulatieve-cyclus?versionOptions=Latest")]
    [InlineData("workflow-definitions/by-definition-id/risicosignaal?versionOptions=1")]
    [InlineData("workflow-definitions/query/count")]
    [InlineData("workflow-definitions/regulatieve-cyclus/consumers")]
    [InlineData("workflow-definitions/regulatieve-cyclus/export?versionOptions=Published")]
    public async Task Api_WhatStudioAsksOnOpening_IsAnswered(string call) =>
        (await (await As(await Designer()).ApiAsync()).GetAsync(new Uri($"/elsa/api/{call}", UriKind.Relative), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

    // Who unpacks it elsewhere shall not write outside the folder that was chosen.
    [Fact]
    public async Task Export_IdThatIsAPath_StaysOneNameInTheFile()
    {
        var designer = await Designer();
        var drawing = Drawing();
        drawing["definitionId"] = $"../..\\{DefinitionId}/x";
        var saved = (await As(designer).SendAsync(new SaveDefinitionCommand(drawing, false))).WorkflowDefinition;
        var api = await As(designer).ApiAsync();

        var answer = await api.PostAsync("/elsa/api/bulk-actions/export/workflow-definitions", new { ids = new[] { (string?)saved["id"] } });

        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(Cancel));
        zip.Entries.ShouldHaveSingleItem().FullName.ShouldBe($"workflow-definition-------{DefinitionId}-x-v1.json");
    }

    [Fact]
    public async Task FindDefinition_NoSuchVersion_IsNotFoundInStudiosShape()
    {
        var answer = await (await As(await Designer()).ApiAsync()).GetAsync(new Uri($"{Definitions}/by-definition-id/nergens", UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        ((int)(await answer.JsonAsync())["statusCode"]!).ShouldBe(404);
    }

    [Fact]
    public async Task FindDefinition_Designer_MayEditIt()
    {
        var found = (await As(await Designer()).SendAsync(new FindDefinitionQuery(null, "regulatieve-cyclus", "Latest"))).Document;

        found["links"]!.AsArray().ShouldContain(link => (string?)link!["rel"] == "publish");
        ((bool)found["isLatest"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task FindDefinition_StepsWithoutAPath_AreGivenOne()
    {
        var designer = await Designer();
        await Saved(designer);

        var root = (await Latest(designer))["root"]!;

        root["activities"]!.AsArray().Prepend(root).Select(step => (string?)step!["nodeId"]).ShouldBe(
            [$"{DefinitionId}:stroom", $"{DefinitionId}:stroom:bellen", $"{DefinitionId}:stroom:klaar"]);
    }

    [Fact]
    public async Task FindDefinition_AsAFile_HoldsNothingOfOurs()
    {
        var designer = await Designer();
        await Saved(designer);
        await Saved(designer, title: "Mailen");

        var file = (await As(designer).SendAsync(new FindDefinitionQuery(null, DefinitionId, AsFile: true))).File!;

        file.ShouldNotContain("regulatief:");
        JsonNode.Parse(file)!["links"].ShouldBeNull();
    }

    [Fact]
    public async Task ListDefinitions_Filtered_GivesThePageAndTheWholeCount()
    {
        var designer = await Designer();
        await Saved(designer, publish: true);
        await Saved(designer, title: "Mailen");

        var latest = await As(designer).SendAsync(List("Latest", DefinitionId));
        var all = await As(designer).SendAsync(List("AllVersions", DefinitionId, pageSize: 1));
        var published = await As(designer).SendAsync(List("Published", DefinitionId.ToUpperInvariant()));

        latest.Items.ShouldHaveSingleItem().Version.ShouldBe(2);
        (all.Items.Count, all.TotalCount).ShouldBe((1, 2));
        published.Items.ShouldHaveSingleItem().Version.ShouldBe(1);
        latest.Links.ShouldContain(link => link.Rel == "bulk-publish");
    }

    [Fact]
    public async Task NameIsUnique_AnotherHasTheName_IsFalse()
    {
        var designer = await Designer();
        var name = (string)(await Saved(designer))["name"]!;

        (await As(designer).SendAsync(new NameIsUniqueQuery(name, null))).ShouldBeFalse();
        (await As(designer).SendAsync(new NameIsUniqueQuery(name, DefinitionId))).ShouldBeTrue();
    }

    [Fact]
    public async Task DefinitionGraph_NodeInsideAnother_TellsTheWayThere()
    {
        var designer = await Designer();
        var cycle = (await As(designer).SendAsync(new FindDefinitionQuery(null, "regulatieve-cyclus"))).Document;

        var graph = await As(designer).SendAsync(new DefinitionGraphQuery((string)cycle["id"]!, "regulatieve-cyclus:stroom:intake"));

        ((string?)graph.Node.Activity["id"]).ShouldBe("intake");
        ((string?)graph.Container.Activity["id"]).ShouldBe("stroom");
        await Should.ThrowAsync<NotFoundException>(As(designer).SendAsync(new DefinitionGraphQuery((string)cycle["id"]!, "regulatieve-cyclus:stroom:nergens")));
    }

    [Fact]
    public async Task ScriptTypes_Variables_AreTyped()
    {
        var designer = await Designer();
        await Saved(designer);

        (await As(designer).SendAsync(new ScriptTypesQuery(DefinitionId))).ShouldContain("declare function getAantal(): number;");
    }

    [Fact]
    public async Task ListActivityDescriptors_DomainActivity_HasDutchWordsEditorsAndPorts()
    {
        var items = await As(await Designer()).SendAsync(new ListActivityDescriptorsQuery());

        var check = items.Single(a => a.TypeName == "Regulatief.InclusionCheck");
        (check.DisplayName, check.Category).ShouldBe(("Inclusiecheck", "Traject"));
        check.Ports.Select(p => p.Name).ShouldBe(["Included", "NotIncluded", "MoreInformation"]);
        check.Inputs.Single(i => i.Name == "Role").UiSpecifications["dropdown"]!["selectList"]!["items"]!.AsArray()
            .ShouldContain(item => (string?)item!["text"] == "Toezichthouder" && (string?)item["value"] == "ProbationOfficer");
        items.Single(a => a.TypeName == "Elsa.FlowSwitch").Inputs.Single(i => i.Name == "Cases").IsWrapped.ShouldBeFalse();
    }

    private static ListDefinitionsQuery List(string versions, string term, int? pageSize = null) => new(versions, term, 0, pageSize, "Name", null, null, null);
}
