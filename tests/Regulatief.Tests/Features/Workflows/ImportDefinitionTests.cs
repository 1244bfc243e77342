using System.Net;
using System.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Engine.Definitions;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Workflows;

namespace Regulatief.Tests.Features.Workflows;

public sealed class ImportDefinitionTests(SqliteHost host) : FeatureTest(host)
{
    private const string Broken = """
        { "definitionId": "stuk", "name": "Stuk", "version": 1, "root": { "id": "r", "type": "Elsa.Flowchart", "activities": [
          { "id": "a", "type": "Elsa.Unknown" }, { "id": "b", "type": "Elsa.AlsoUnknown" } ], "connections": [] } }
        """;

    [Theory]
    [InlineData(AccountRole.Manager)]
    [InlineData(AccountRole.ProbationOfficer)]
    public async Task ImportDefinition_AnybodyButADesigner_IsRefused(AccountRole role)
    {
        var account = await Given(A.Account(role));

        (await Should.ThrowAsync<CaseRuleException>(As(account).SendAsync(new ImportDefinitionCommand("stuk.json", Broken)))).Code.ShouldBe("role-may-not");
        (await (await As(account).BrowseAsync()).OpenAsync("/cycli")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task ImportDefinition_NoFile_IsAskedFor() =>
        await Should.ThrowAsync<ValidationException>(As(await Designer()).SendAsync(new ImportDefinitionCommand(null, null)));

    [Fact]
    public async Task ImportDefinition_CannotRunHere_TellsAllReasonsAndImportsNothing()
    {
        var result = await As(await Designer()).SendAsync(new ImportDefinitionCommand("stuk.json", Broken));

        result.Id.ShouldBeNull();
        result.Problems.Count(p => p.Code == "unknown-activity").ShouldBe(2);
        (await Read(db => db.Definitions.AnyAsync(d => d.DefinitionId == "stuk", Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task ImportDefinition_NextFileWithTheSameNumber_RunsAsTheVersionThatItBecame()
    {
        var id = $"nummer-{Guid.NewGuid():N}";
        var designer = As(await Designer());
        await designer.SendAsync(new ImportDefinitionCommand("een.json", TestDefinitions.TasksInTurn(id, 1, "eerst").ToJsonString()));

        var second = await designer.SendAsync(new ImportDefinitionCommand("twee.json", TestDefinitions.TasksInTurn(id, 1, "anders").ToJsonString()));

        (second.Version, second.IsPublished).ShouldBe((2, true));
        var @case = await Given(A.Case().Running(id));
        (await Read(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.CaseId == @case.Id, Cancel))).ActivityId.ShouldBe("anders");
        (await Read(db => db.Instances.AsNoTracking().SingleAsync(i => i.CaseId == @case.Id, Cancel))).DefinitionVersion.ShouldBe(2);
    }

    [Fact]
    public async Task ImportDefinition_FileWithoutAnId_IsRefused()
    {
        var file = TestDefinitions.TasksInTurn("weg", 1, "eerst");
        file.Remove("definitionId");

        var result = await As(await Designer()).SendAsync(new ImportDefinitionCommand("zonder.json", file.ToJsonString()));

        result.Id.ShouldBeNull();
        result.Problems.ShouldContain(p => p.Code == "missing-definition-id" && p.Severity == ProblemSeverity.Error);
    }

    [Fact]
    public async Task ImportDefinition_RefusedOnThePage_ListsTheReasons()
    {
        var browser = await As(await Designer()).BrowseAsync();
        var page = await browser.OpenAsync("/cycli");
        using var content = new MultipartFormDataContent
        {
            { new StringContent(page.Find("form[action='/cycli'] [name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(Broken)), "file", "stuk.json" },
        };

        var answer = await browser.Http.PostAsync(new Uri("/cycli", UriKind.Relative), content, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("is van een soort die hier niet bestaat: Elsa.AlsoUnknown");
    }

    [Fact]
    public async Task DefinitionOutline_ShippedCycle_ListsItsStepsAndWhereTheyLead()
    {
        var designer = await Designer();
        var list = await As(designer).SendAsync(new DefinitionListQuery());
        var published = list.Definitions.Single(d => d.DefinitionId == "regulatieve-cyclus").Versions.Single(v => v.IsPublished);

        var outline = await As(designer).SendAsync(new DefinitionOutlineQuery(published.Id));

        outline.Steps.Single(s => s.Id == "intake").Lines.ShouldContain(new OutlineLine("Done", "Inclusiecheck"));
    }

    [Fact]
    public async Task DefinitionList_ACaseRuns_CountsIt()
    {
        await Given(A.Case().Running("regulatieve-cyclus"));

        var list = await As(await Designer()).SendAsync(new DefinitionListQuery());

        list.Definitions.Single(d => d.DefinitionId == "regulatieve-cyclus").Versions.Sum(v => v.RunningCases).ShouldBe(1);
    }

    private Task<Account> Designer() => Given(A.Account(AccountRole.Designer));
}
