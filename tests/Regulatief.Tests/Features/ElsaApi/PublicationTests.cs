using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Definitions;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;

namespace Regulatief.Tests.Features.ElsaApi;

public sealed class PublicationTests(SqliteHost host) : ElsaApiTest(host)
{
    [Fact]
    public async Task PublishDefinition_AnybodyButADesigner_IsRefused()
    {
        var officer = await Given(A.Account(AccountRole.ProbationOfficer));

        await Should.ThrowAsync<CaseRuleException>(As(officer).SendAsync(new PublishDefinitionCommand("regulatieve-cyclus")));
        await Should.ThrowAsync<CaseRuleException>(As(officer).SendAsync(new RetractDefinitionCommand("regulatieve-cyclus")));
        await Should.ThrowAsync<CaseRuleException>(As(officer).SendAsync(new DeleteDefinitionsCommand(["regulatieve-cyclus"], [])));
        await Should.ThrowAsync<CaseRuleException>(As(officer).SendAsync(new RevertDefinitionCommand("regulatieve-cyclus", 1)));
    }

    [Fact]
    public async Task PublishDefinition_NoSuchDefinition_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As(await Designer()).SendAsync(new PublishDefinitionCommand(DefinitionId)));

    [Fact]
    public async Task PublishDefinition_ErrorsStand_IsRefusedAndNothingIsPublished()
    {
        var designer = await Designer();
        await As(designer).SendAsync(new SaveDefinitionCommand(Drawing(type: "Elders.Onbekend"), false));

        (await Should.ThrowAsync<DefinitionRefusedException>(As(designer).SendAsync(new PublishDefinitionCommand(DefinitionId)))).Problems.ShouldNotBeEmpty();

        (await Versions()).ShouldAllBe(d => !d.IsPublished);
    }

    [Fact]
    public async Task PublishDefinition_CaseThatCanNeverEnd_IsRefusedInStudiosShapeNamingTheStepInDutch()
    {
        var designer = await Designer();
        var drawing = Drawing();
        drawing["root"]!["connections"]!.AsArray().Add(JsonNode.Parse(
            """{ "source": { "activity": "klaar", "port": "Done" }, "target": { "activity": "bellen", "port": "In" } }"""));
        drawing["root"]!["activities"]![1]!["type"] = "Regulatief.CaseTask";
        await As(designer).SendAsync(new SaveDefinitionCommand(drawing, false));

        var answer = await (await As(designer).ApiAsync()).PostAsync($"{Definitions}/{DefinitionId}/publish", new { });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync())["errors"]!.AsObject().SelectMany(e => e.Value!.AsArray()).Select(s => (string)s!)
            .ShouldContain("Geen enkele weg door de cyclus komt aan een einde. Het wacht uiteindelijk bij: ‘Bel de cliënt’.");
        (await Versions()).ShouldAllBe(d => !d.IsPublished);
        (await Should.ThrowAsync<DefinitionRefusedException>(As(designer).SendAsync(new SaveDefinitionCommand(drawing, true)))).Problems.ShouldContain(p => p.Code == "never-ends");
    }

    [Fact]
    public async Task PublishDefinition_OneAnswerOfATaskWithoutALine_IsRefusedUntilItIsDrawn()
    {
        var designer = await Designer();
        var drawing = Drawing(outcomes: ["Gelukt", "Niet gelukt"]);
        var connections = drawing["root"]!["connections"]!.AsArray();
        connections[0]!["source"]!["port"] = "Gelukt";
        await As(designer).SendAsync(new SaveDefinitionCommand(drawing, false));

        (await Should.ThrowAsync<DefinitionRefusedException>(As(designer).SendAsync(new PublishDefinitionCommand(DefinitionId)))).Problems.ShouldContain(p => p.Code == "dead-end");

        var line = connections[0]!.DeepClone();
        line["source"]!["port"] = "Niet gelukt";
        connections.Add(line);
        await As(designer).SendAsync(new SaveDefinitionCommand(drawing, false));
        (await As(designer).SendAsync(new PublishDefinitionCommand(DefinitionId))).AlreadyPublished.ShouldBeFalse();
    }

    [Fact]
    public async Task PublishDefinition_Draft_TakesThePlaceOfTheEarlierVersion()
    {
        var designer = await Designer();
        await Saved(designer, publish: true);
        await Saved(designer, title: "Mailen");

        var first = await As(designer).SendAsync(new PublishDefinitionCommand(DefinitionId));
        var again = await As(designer).SendAsync(new PublishDefinitionCommand(DefinitionId));

        (first.AlreadyPublished, again.AlreadyPublished).ShouldBe((false, true));
        (await Versions()).Select(d => d.IsPublished).ShouldBe([false, true]);
    }

    [Fact]
    public async Task RetractDefinition_SavedOverAfterwards_KeepsTheTextThatWasPublished()
    {
        var designer = await Designer();
        await Saved(designer, publish: true);

        await As(designer).SendAsync(new RetractDefinitionCommand(DefinitionId));
        await Saved(designer, title: "Mailen");

        var versions = await Versions();
        versions.ShouldAllBe(d => !d.IsPublished);
        versions[0].Json.ShouldContain("Bellen");
        versions[1].Json.ShouldContain("Mailen");
    }

    [Fact]
    public async Task PublishDefinition_Draft_PublishesTheTextThatWasSavedToTheLetter()
    {
        var designer = await Designer();
        await Saved(designer);
        var before = (await Versions()).Single();

        await As(designer).SendAsync(new PublishDefinitionCommand(DefinitionId));

        var after = (await Versions()).Single();
        (after.Json, after.Revision, after.IsPublished).ShouldBe((before.Json, before.Revision, true));
        ((bool)(await Latest(designer))["isPublished"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task RetractDefinition_RiskSignalsNeedIt_IsRefusedAndSaysSo()
    {
        await ShouldRefuse("risicosignaal", "definition-needed-by-signals", "kan niemand een risicosignaal noteren");
    }

    [Fact]
    public async Task RetractDefinition_AProjectUsesIt_IsRefusedNamingTheProject()
    {
        await Saved(await Designer(), publish: true);
        var project = await Given(A.Project());
        await Read(db => db.Projects.Where(p => p.Id == project.Id).ExecuteUpdateAsync(p => p.SetProperty(v => v.WorkflowDefinitionId, DefinitionId), Cancel));

        await ShouldRefuse(DefinitionId, "definition-needed-by-projects", project.Name);
    }

    [Theory]
    [InlineData("Elsa.ExecuteWorkflow", "Literal", "ID")]
    [InlineData("Elsa.DispatchWorkflow", "JavaScript", "getInput('x') ? 'ID' : 'anders'")]
    public async Task RetractDefinition_AnotherCycleStartsIt_IsRefusedNamingThatCycle(string type, string language, string value)
    {
        var designer = await Designer();
        await Saved(designer, publish: true);
        var starter = Starter(type, language, value.Replace("ID", DefinitionId, StringComparison.Ordinal));
        await As(designer).SendAsync(new SaveDefinitionCommand(starter, true));

        await ShouldRefuse(DefinitionId, "definition-needed-by-definitions", (string)starter["name"]!);
    }

    [Fact]
    public async Task RetractDefinition_ADraftOrAnotherNameNamesIt_IsRetracted()
    {
        var designer = await Designer();
        await Saved(designer, publish: true);
        await As(designer).SendAsync(new SaveDefinitionCommand(Starter("Elsa.ExecuteWorkflow", "Literal", DefinitionId), false));
        await As(designer).SendAsync(new SaveDefinitionCommand(Starter("Elsa.ExecuteWorkflow", "Literal", $"{DefinitionId}-twee"), true));

        await As(designer).SendAsync(new RetractDefinitionCommand(DefinitionId));

        (await Versions()).ShouldAllBe(v => !v.IsPublished);
    }

    [Fact]
    public async Task RetractDefinition_CasesRunIt_IsRefusedNamingThem()
    {
        await Saved(await Designer(), publish: true);
        var @case = await Given(A.Case().Running(DefinitionId));
        await Read(db => db.Projects.Where(p => p.Id == @case.Project.Id).ExecuteUpdateAsync(p => p.SetProperty(v => v.WorkflowDefinitionId, "regulatieve-cyclus"), Cancel));

        await ShouldRefuse(DefinitionId, "definition-needed-by-cases", $"{(await CaseOf(@case)).Number}");
    }

    [Fact]
    public async Task DeleteDefinitions_Published_IsRefusedAndStays()
    {
        var designer = await Designer();
        await Saved(designer, publish: true);

        (await Should.ThrowAsync<CaseRuleException>(As(designer).SendAsync(new DeleteDefinitionsCommand([DefinitionId], [])))).Code.ShouldBe("definition-in-use");

        (await Versions()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task DeleteDefinitions_ADraft_GoesAndTheVersionBeforeIsLatest()
    {
        var designer = await Designer();
        await Saved(designer, publish: true);
        var draft = await Saved(designer, title: "Mailen");

        (await As(designer).SendAsync(new DeleteDefinitionsCommand([], [(string)draft["id"]!]))).Deleted.ShouldBe(1);

        (await Versions()).ShouldHaveSingleItem().IsLatest.ShouldBeTrue();
    }

    [Fact]
    public async Task RevertDefinition_EarlierVersion_IsDrawnAnewAsADraft()
    {
        var designer = await Designer();
        await Saved(designer, publish: true);
        await Saved(designer, publish: true, title: "Mailen");

        var draft = await As(designer).SendAsync(new RevertDefinitionCommand(DefinitionId, 1));

        (draft.Version, draft.IsLatest, draft.IsPublished).ShouldBe((3, true, false));
        var versions = await Versions();
        versions[2].Json.ShouldContain("Bellen");
        versions[1].IsPublished.ShouldBeTrue();
        await Should.ThrowAsync<NotFoundException>(As(designer).SendAsync(new RevertDefinitionCommand(DefinitionId, 9)));
    }

    private Task<List<StoredDefinition>> Versions() =>
        Read(db => db.Definitions.AsNoTracking().Where(d => d.DefinitionId == DefinitionId).OrderBy(d => d.Version).ToListAsync(Cancel));

    /// <summary>In Studio's shape, and the version stays published.</summary>
    private async Task ShouldRefuse(string definitionId, string code, string who)
    {
        var answer = await (await As(await Designer()).ApiAsync()).PostAsync($"{Definitions}/{definitionId}/retract", new { });

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var refusal = await answer.JsonAsync();
        ((string?)refusal["title"]).ShouldBe(code);
        ((string?)refusal["message"])!.ShouldContain(who);
        (await Read(db => db.Definitions.AnyAsync(d => d.DefinitionId == definitionId && d.IsPublished, Cancel))).ShouldBeTrue();
    }

    private static JsonObject Starter(string type, string language, string value)
    {
        var id = $"starter-{Guid.NewGuid():N}";
        return (JsonObject)JsonNode.Parse($$"""
            { "definitionId": "{{id}}", "name": "Cyclus {{id}}", "root": { "id": "stroom", "type": "Elsa.Flowchart", "activities": [
              { "id": "start", "type": "{{type}}", "workflowDefinitionId": { "typeName": "String", "expression": { "type": "{{language}}", "value": "{{value}}" } } } ], "connections": [] } }
            """)!;
    }
}
