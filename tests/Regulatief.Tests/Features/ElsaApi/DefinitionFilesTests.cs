using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Definitions;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.ElsaApi.TestRuns;
using Regulatief.Web.Features.DefinitionChecks;
using Regulatief.Web.Features.Workflows;

namespace Regulatief.Tests.Features.ElsaApi;

/// <summary>Definitions that come in and go out as files, whatever is in them.</summary>
public sealed class DefinitionFilesTests(SqliteHost host) : ElsaApiTest(host)
{
    public static TheoryData<string> Oversized => ["20 MB", "50,000 nodes", "1,000 containers", "100,000 variables"];

    [Theory]
    [InlineData("multipart/form-data; boundary=grens", "--grens\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.json\"\r\n\r\n{ \"root\":")]
    [InlineData("multipart/form-data", "--grens--")]
    [InlineData("multipart/form-data; boundary=grens", "niets van dien aard")]
    [InlineData("application/json", "{}")]
    public async Task ImportFiles_NoForm_IsRefusedInStudiosShape(string type, string body)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        var answer = await (await As(await Designer()).ApiAsync()).PostAsync(new Uri($"{Definitions}/import-files", UriKind.Relative), content, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync())["errors"]!.AsObject().ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("{ \"name\": \"half \\ud800 teken\", \"root\": { \"id\": \"r\", \"type\": \"Elsa.Flowchart\" } }")]
    [InlineData("{ \"half \\ud800 teken\": 1, \"root\": { \"id\": \"r\", \"type\": \"Elsa.Flowchart\" } }")]
    [InlineData("geen JSON")]
    public async Task ImportFiles_NoText_IsRefusedInStudiosShape(string text)
    {
        var api = await As(await Designer()).ApiAsync();
        using var files = Files(text);
        using var body = new StringContent(text, null, "application/json");

        var answers = new[]
        {
            await api.PostAsync(new Uri($"{Definitions}/import-files", UriKind.Relative), files, Cancel), await api.PostAsync(new Uri($"{Definitions}/import", UriKind.Relative), body, Cancel),
        };

        foreach (var answer in answers)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await answer.JsonAsync())["errors"]!.AsObject().ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task ImportFiles_OneOfTwoIsNone_KeepsNeither()
    {
        using var files = Files(Drawing().ToJsonString(), "geen JSON");

        (await (await As(await Designer()).ApiAsync()).PostAsync(new Uri($"{Definitions}/import-files", UriKind.Relative), files, Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        (await Read(db => db.Definitions.AnyAsync(d => d.DefinitionId == DefinitionId, Cancel))).ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Oversized))]
    public async Task Import_LargerThanIsLookedAt_IsRefusedAndNothingIsKept(string what)
    {
        var json = Large(what);
        var api = await As(await Designer()).ApiAsync();
        using var files = Files(json);
        using var body = new StringContent(json, null, "application/json");

        var answers = new[]
        {
            await api.PostAsync(new Uri($"{Definitions}/import-files", UriKind.Relative), files, Cancel), await api.PostAsync(new Uri($"{Definitions}/import", UriKind.Relative), body, Cancel),
        };

        foreach (var answer in answers)
        {
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge);
            (await answer.JsonAsync())["errors"]!.AsObject().ShouldNotBeEmpty();
        }

        (await Read(db => db.Definitions.AnyAsync(d => d.DefinitionId == DefinitionId, Cancel))).ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Oversized))]
    public async Task ImportDefinition_OnThePage_LargerThanIsLookedAt_IsRefusedWithTheReason(string what)
    {
        var designer = As(await Designer());
        if (what == "20 MB")
        {
            await Should.ThrowAsync<FluentValidation.ValidationException>(designer.SendAsync(new ImportDefinitionCommand("groot.json", Large(what))));
            return;
        }

        var result = await designer.SendAsync(new ImportDefinitionCommand("groot.json", Large(what)));

        result.Id.ShouldBeNull();
        result.Problems.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Stored_LargerThanIsLookedAt_IsNeitherRunNorPublished()
    {
        var designer = As(await Designer());
        var stored = StoredDefinition.FromFile(DefinitionId, 1, new Drawing(DefinitionId, null, Large("50,000 nodes")), DefinitionId, Clock.GetUtcNow());
        stored.IsLatest = true;
        await Host.WriteAsync(db => db.Definitions.Add(stored));

        (await designer.SendAsync(new CheckDefinitionQuery(DefinitionId, null))).Errors.Select(e => e.Code).ShouldContain("too-many-activities");
        await Should.ThrowAsync<DefinitionRefusedException>(designer.SendAsync(new StartTestRunCommand(DefinitionId, null, null)));
        await Should.ThrowAsync<DefinitionRefusedException>(designer.SendAsync(new PublishDefinitionCommand(DefinitionId)));
    }

    [Fact]
    public async Task ExportDefinitions_IdsThatLeadElsewhere_AreSafeNamesOfTheirOwn()
    {
        var designer = As(await Designer());
        string[] ids = [$"../../{DefinitionId}", $"..\\..\\{DefinitionId}", $"C:{DefinitionId}", $"/{DefinitionId}"];
        var versions = new List<string>();
        foreach (var id in ids)
        {
            var drawing = Drawing();
            drawing["definitionId"] = id;
            versions.Add((string)(await designer.SendAsync(new SaveDefinitionCommand(drawing, false))).WorkflowDefinition["id"]!);
        }

        var answer = await (await designer.ApiAsync()).PostAsync("/elsa/api/bulk-actions/export/workflow-definitions", new { ids = versions });

        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync(Cancel));
        zip.Entries.Count.ShouldBe(ids.Length);
        zip.Entries.Select(e => e.FullName).Distinct().Count().ShouldBe(ids.Length);
        zip.Entries.ShouldAllBe(e => e.FullName.All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '.') && !e.FullName.Contains(".."));
    }

    private static MultipartFormDataContent Files(params string[] texts)
    {
        var form = new MultipartFormDataContent();
        foreach (var (index, text) in texts.Index()) form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "files", $"{index}.json");
        return form;
    }

    private string Large(string what)
    {
        var drawing = Drawing();
        switch (what)
        {
            case "20 MB":
                drawing["ballast"] = new string('x', 20 * 1024 * 1024);
                break;
            case "50,000 nodes":
                drawing["root"]!["activities"] = new JsonArray([.. Enumerable.Range(0, 50_000).Select(i => new JsonObject { ["id"] = $"a{i}", ["type"] = "Elsa.WriteLine" })]);
                break;
            case "1,000 containers":
                var nested = string.Concat(Enumerable.Range(0, 1_000).Select(i => $$"""{"id":"c{{i}}","type":"Elsa.Sequence","activities":["""));
                return $$"""{"definitionId":"{{DefinitionId}}","name":"Diep","root":{{nested}}{{string.Concat(Enumerable.Repeat("]}", 1_000))}}}""";
            default:
                drawing["variables"] = new JsonArray([.. Enumerable.Range(0, 100_000).Select(i => new JsonObject { ["id"] = $"v{i}", ["name"] = $"V{i}", ["typeName"] = "Int32" })]);
                break;
        }

        return drawing.ToJsonString();
    }
}
