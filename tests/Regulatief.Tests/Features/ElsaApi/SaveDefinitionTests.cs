using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Definitions;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;

namespace Regulatief.Tests.Features.ElsaApi;

public sealed class SaveDefinitionTests(SqliteHost host) : ElsaApiTest(host)
{
    [Fact]
    public async Task SaveDefinition_AnybodyButADesigner_IsRefused()
    {
        var officer = await Given(A.Account(AccountRole.ProbationOfficer));

        (await (await As(officer).ApiAsync()).PostAsync(Definitions, new { model = Drawing() })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Should.ThrowAsync<CaseRuleException>(As(officer).SendAsync(new SaveDefinitionCommand(Drawing(), false)))).Code.ShouldBe("role-may-not");
    }

    [Theory]
    [InlineData("root", "\"geen tekening\"")]
    [InlineData("root", "null")]
    [InlineData("name", "7")]
    [InlineData("customProperties", "[]")]
    [InlineData("variables", "{}")]
    [InlineData("root", """{ "id": "stroom", "type": "Elsa.Flowchart", "activities": [ 7 ] }""")]
    [InlineData("root", """{ "id": "stroom", "type": "Elsa.Flowchart", "activities": [ { "id": "bellen" } ] }""")]
    [InlineData("root", """{ "id": "stroom", "type": "Elsa.Flowchart", "activities": [], "connections": "geen" }""")]
    public async Task SaveDefinition_HalfADrawing_IsRefusedInStudiosShapeAndTheDraftStays(string part, string instead)
    {
        var designer = await Designer();
        var before = await Saved(designer);
        var model = AsStudioSends(before);
        model[part] = JsonNode.Parse(instead);

        var answer = await (await As(designer).ApiAsync()).PostAsync(Definitions, new { model, publish = false });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var refusal = await answer.JsonAsync();
        ((int)refusal["statusCode"]!).ShouldBe(400);
        refusal["errors"]!.AsObject().First().Value!.AsArray().ShouldNotBeEmpty();
        JsonNode.DeepEquals(await Latest(designer), before).ShouldBeTrue();
    }

    [Theory]
    [InlineData("{ \"model\": ")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task SaveDefinition_NoJson_IsRefused(string body)
    {
        using var content = new StringContent(body, null, "application/json");

        var answer = await (await As(await Designer()).ApiAsync()).PostAsync(new Uri(Definitions, UriKind.Relative), content, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync())["errors"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData("import", "[]")]
    [InlineData("import", """{ "root": 7 }""")]
    public async Task ImportDefinition_NoDefinition_IsRefusedInStudiosShape(string call, string body)
    {
        using var content = new StringContent(body, null, "application/json");

        var answer = await (await As(await Designer()).ApiAsync()).PostAsync(new Uri($"{Definitions}/{call}", UriKind.Relative), content, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync())["errors"]!.AsObject().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task SaveDefinition_UnknownActivity_IsKeptInTheDraftAndNotPublished()
    {
        var designer = await Designer();
        var drawing = Drawing(type: "Elders.Onbekend");

        await As(designer).SendAsync(new SaveDefinitionCommand(drawing, false));

        ((string?)(await Latest(designer))["root"]!["activities"]![0]!["type"]).ShouldBe("Elders.Onbekend");
        (await Should.ThrowAsync<DefinitionRefusedException>(As(designer).SendAsync(new SaveDefinitionCommand(drawing, true))))
            .Problems.ShouldContain(p => p.Code == "unknown-activity");
        (await Read(db => db.Definitions.AnyAsync(d => d.DefinitionId == DefinitionId && d.IsPublished, Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task SaveDefinition_WhatStudioDoesNotKnow_Survives()
    {
        var designer = await Designer();
        var model = AsStudioSends(await Saved(designer));
        model["root"]!["activities"]![0]!["title"]!["expression"]!["value"] = "Terugbellen";

        await As(designer).SendAsync(new SaveDefinitionCommand(model, false));

        var after = await Latest(designer);
        ((bool)after["vendorField"]!["kept"]!).ShouldBeTrue();
        ((int)after["root"]!["activities"]![0]!["vendorField"]!).ShouldBe(1);
        ((string?)after["variables"]![0]!["note"]).ShouldBe("kept");
        after["variables"]![0]!["value"]!.GetValueKind().ShouldBe(System.Text.Json.JsonValueKind.Number);
        ((string?)after["root"]!["activities"]![0]!["title"]!["expression"]!["value"]).ShouldBe("Terugbellen");
    }

    [Fact]
    public async Task SaveDefinition_OverAPublishedVersion_MakesTheNextDraftAndLeavesIt()
    {
        var designer = await Designer();
        var published = await Saved(designer, publish: true);
        var model = AsStudioSends(published);
        model["root"]!["activities"]![0]!["title"]!["expression"]!["value"] = "Terugbellen";

        var saved = await As(designer).SendAsync(new SaveDefinitionCommand(model, false));

        ((int)saved.WorkflowDefinition["version"]!).ShouldBe(2);
        ((bool)saved.WorkflowDefinition["isPublished"]!).ShouldBeFalse();
        var versions = await Versions();
        versions.Select(d => (d.Version, d.IsPublished, d.IsLatest)).ShouldBe([(1, true, false), (2, false, true)]);
        versions[0].Json.ShouldContain("Bellen");
        versions[0].Json.ShouldNotContain("Terugbellen");
    }

    [Fact]
    public async Task SaveDefinition_NothingChanged_MakesNoDraft()
    {
        var designer = await Designer();
        var drawing = Drawing();
        drawing["root"]!["activities"]![0]!["metadata"] = JsonNode.Parse("""{ "designer": { "size": { "width": 180, "height": 64 } } }""");
        var model = AsStudioSends((await As(designer).SendAsync(new SaveDefinitionCommand(drawing, true))).WorkflowDefinition);
        model["root"]!["activities"]![0]!["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["size"] = new JsonObject { ["width"] = 211.5, ["height"] = 64 } } };
        model["root"]!["connections"]![0]!["vertices"] = new JsonArray();
        model["options"]!["commitStrategyName"] = null;

        await As(designer).SendAsync(new SaveDefinitionCommand(model, false));

        (await Versions()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task SaveDefinition_SomeoneElseSavedMeanwhile_KeepsItApartOnceAndSaysSo()
    {
        var (first, second) = (await Designer(), await Designer());
        var stale = AsStudioSends(await Saved(first));
        await Saved(second, title: "Mailen");
        stale["root"]!["activities"]![0]!["title"]!["expression"]!["value"] = "Langsgaan";
        var api = await As(first).ApiAsync();

        var answer = await api.PostAsync(Definitions, new { model = stale, publish = false });
        await api.PostAsync(Definitions, new { model = stale, publish = false });

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.JsonAsync())["errors"]!.AsObject().First().Value![0]!.GetValue<string>().ShouldContain(first.UserName!);
        (await Versions()).ShouldHaveSingleItem().Json.ShouldContain("Mailen");
        (await Branched()).ShouldHaveSingleItem().Json.ShouldContain("Langsgaan");
    }

    [Fact]
    public async Task SaveDefinition_StaleAgainAfterItsBranchWasPublished_LeavesWhatWasPublished()
    {
        var (first, second) = (await Designer(), await Designer());
        var stale = AsStudioSends(await Saved(first));
        await Saved(second, title: "Mailen");
        await As(first).SendAsync(new SaveDefinitionCommand(Titled(stale, "Langsgaan"), false));
        var branch = (await Branched()).Single();
        await As(first).SendAsync(new PublishDefinitionCommand(branch.DefinitionId));

        (await As(first).SendAsync(new SaveDefinitionCommand(Titled(stale, "Appen"), false))).KeptAs.ShouldNotBeNull();

        var versions = await Branched();
        versions.Select(v => (v.Version, v.IsPublished, v.IsLatest)).ShouldBe([(1, true, false), (2, false, true)]);
        versions[0].Json.ShouldBe(branch.Json);
        versions[1].Json.ShouldContain("Appen");
    }

    [Fact]
    public async Task SaveDefinition_StaleByTwoDesignersOnOneState_IsABranchOfEach()
    {
        var (first, second, third) = (await Designer(), await Designer(), await Designer());
        var stale = AsStudioSends(await Saved(first));
        await Saved(second, title: "Mailen");

        foreach (var designer in new[] { first, third }) await As(designer).SendAsync(new SaveDefinitionCommand(Titled(stale, "Langsgaan"), false));

        var branches = await Read(db => db.DefinitionBranches.AsNoTracking().Where(b => b.OfDefinitionId == DefinitionId).ToListAsync(Cancel));
        branches.Select(b => b.DrawnById).ShouldBe([first.Id, third.Id], ignoreOrder: true);
        branches.ShouldAllBe(b => b.DrawnAs == $"Proef {DefinitionId}" && b.BasedOn == DefinitionDocument.RevisionIn(stale));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("een-herziening-die-hier-nooit-gemaakt-is")]
    public async Task SaveDefinition_RevisionThatWasNeverOurs_IsKeptApart(string revision)
    {
        var designer = await Designer();
        var model = AsStudioSends(await Saved(designer));
        model["customProperties"]!["regulatief:revision"] = revision;

        (await As(designer).SendAsync(new SaveDefinitionCommand(Titled(model, "Mailen"), false))).KeptAs.ShouldNotBeNull();

        (await Branched()).ShouldHaveSingleItem().Json.ShouldContain("Mailen");
    }

    [Theory]
    [InlineData("definitionId", StoredDefinition.MaxDefinitionId)]
    [InlineData("name", StoredDefinition.MaxName)]
    public async Task SaveDefinition_LongerTextThanARowHolds_IsRefused(string part, int most)
    {
        var drawing = Drawing();
        drawing[part] = new string('x', most + 1);

        (await Should.ThrowAsync<DefinitionRefusedException>(As(await Designer()).SendAsync(new SaveDefinitionCommand(drawing, false))))
            .Problems.ShouldHaveSingleItem().ShouldSatisfyAllConditions(p => p.Code.ShouldBe("text-too-long"), p => p.Path.ShouldBe($"$.{part}"));
    }

    [Fact]
    public async Task SaveDefinition_Stored_SaysNothingOfItsOwnStateInTheText()
    {
        var designer = await Designer();
        await As(designer).SendAsync(new SaveDefinitionCommand(AsStudioSends(await Saved(designer, publish: true)), false));
        await Saved(designer, title: "Mailen");

        (await Versions()).Select(v => JsonNode.Parse(v.Json)!.AsObject()).ShouldAllBe(text =>
            !text.ContainsKey("isPublished") && !text.ContainsKey("isLatest") && !text.ContainsKey("createdAt") && !text.ToJsonString(null).Contains("regulatief:"));
    }

    [Fact]
    public async Task SaveDefinition_NextSaveLeftBeforeTheAnswerToTheLast_IsNotStale()
    {
        var designer = await Designer();
        var based = AsStudioSends(await Saved(designer));
        foreach (var title in new[] { "Terug", "Terugbellen" })
        {
            based["root"]!["activities"]![0]!["title"]!["expression"]!["value"] = title;
            (await As(designer).SendAsync(new SaveDefinitionCommand(based, false))).KeptAs.ShouldBeNull();
        }

        (await Versions()).ShouldHaveSingleItem().Json.ShouldContain("Terugbellen");
    }

    [Fact]
    public async Task SaveDefinition_Saved_IsInTheAuditLog()
    {
        var designer = await Designer();

        await Saved(designer);

        var version = (await Versions()).Single();
        var entry = await Read(db => db.AuditEntries.SingleAsync(e => e.Action == nameof(SaveDefinitionCommand), Cancel));
        (entry.ActorId, entry.SubjectType, entry.SubjectId).ShouldBe((designer.Id, nameof(StoredDefinition), version.Id));
    }

    [Fact]
    public async Task SaveDefinition_TwentyMegabytes_IsRefusedInStudiosShapeAndTheDraftStays()
    {
        var designer = await Designer();
        var before = await Saved(designer);
        var drawing = AsStudioSends(before);
        drawing["ballast"] = new string('x', 20 * 1024 * 1024);

        var answer = await (await As(designer).ApiAsync()).PostAsJsonAsync(Definitions, new { model = drawing }, Cancel);

        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge);
        (await answer.JsonAsync())["errors"]!.AsObject().ShouldNotBeEmpty();
        JsonNode.DeepEquals(await Latest(designer), before).ShouldBeTrue();
    }

    private Task<List<StoredDefinition>> Versions() =>
        Read(db => db.Definitions.AsNoTracking().Where(d => d.DefinitionId == DefinitionId).OrderBy(d => d.Version).ToListAsync(Cancel));

    private static JsonObject Titled(JsonObject model, string title)
    {
        model["root"]!["activities"]![0]!["title"]!["expression"]!["value"] = title;
        return model;
    }

    private Task<List<StoredDefinition>> Branched() => Read(db => db.Definitions.AsNoTracking()
        .Where(d => db.DefinitionBranches.Any(b => b.OfDefinitionId == DefinitionId && b.DefinitionId == d.DefinitionId)).OrderBy(d => d.Version).ToListAsync(Cancel));
}
