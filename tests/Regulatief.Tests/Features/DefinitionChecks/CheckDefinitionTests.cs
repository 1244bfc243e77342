using System.Net;
using System.Text.RegularExpressions;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Features.ElsaApi;
using Regulatief.Tests.Features.Shared;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.Features.DefinitionChecks;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Tests.Features.DefinitionChecks;

public sealed partial class CheckDefinitionTests(SqliteHost host) : ElsaApiTest(host)
{
    private static readonly Texts Texts = new(typeof(Texts).Assembly);

    [Fact]
    public async Task CheckDefinition_AnybodyButADesigner_IsRefused()
    {
        var officer = await Given(A.Account(AccountRole.ProbationOfficer));

        await Should.ThrowAsync<CaseRuleException>(As(officer).SendAsync(new CheckDefinitionQuery("risicosignaal", null)));
        (await (await As(officer).BrowseAsync()).OpenAsync("/ontwerper/controle/risicosignaal")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("nergens", null)]
    [InlineData("risicosignaal", 99)]
    public async Task CheckDefinition_NoSuchVersion_IsNotFound(string definitionId, int? version) =>
        await Should.ThrowAsync<NotFoundException>(As(await Designer()).SendAsync(new CheckDefinitionQuery(definitionId, version)));

    [Fact]
    public async Task CheckDefinition_OutcomeOfATaskWithoutALine_IsFoundWithTheStepAndSaysWhatToDo()
    {
        var designer = await Designer();
        var drawing = Drawing(outcomes: ["Gelukt", "Niet gelukt"]);
        drawing["root"]!["connections"]![0]!["source"]!["port"] = "Gelukt";
        await As(designer).SendAsync(new SaveDefinitionCommand(drawing, false));

        var page = await (await As(designer).BrowseAsync()).OpenAsync($"/ontwerper/controle/{DefinitionId}");

        page.Text.ShouldContain("De uitkomst ‘Niet gelukt’ van ‘Bel de cliënt’ heeft geen vervolg.");
        page.Text.ShouldContain("Teken een lijn van die uitkomst naar de volgende stap.");
        page.Find("a[href$='#stap-bellen']").ShouldNotBeNull();
        page.Find($"a[href='/ontwerper/definities/{DefinitionId}?stap=bellen']").ShouldNotBeNull();
        page.Text.ShouldContain("Dit kan nog niet gepubliceerd worden");
    }

    [Fact]
    public async Task CheckDefinition_CannotBeRead_TellsTheErrorsAndThatItCannotBePublished()
    {
        var designer = await Designer();
        await As(designer).SendAsync(new SaveDefinitionCommand(Drawing(type: "Elders.Onbekend"), false));

        var page = await (await As(designer).BrowseAsync()).OpenAsync($"/ontwerper/controle/{DefinitionId}");

        page.Text.ShouldContain("Dit kan nog niet gepubliceerd worden");
        page.Text.ShouldContain("De stap ‘Bel de cliënt’ is van een soort die hier niet bestaat: Elders.Onbekend.");
        page.Find("a[href*='#stap-']").ShouldBeNull("there is no outline of what cannot be read");
    }

    [Fact]
    public async Task CheckDefinition_ShippedCycles_AreDecidedWithoutError()
    {
        var designer = As(await Designer());

        foreach (var definitionId in new[] { "regulatieve-cyclus", "risicosignaal" })
        {
            var check = await designer.SendAsync(new CheckDefinitionQuery(definitionId, null));
            check.Errors.ShouldBeEmpty();
            check.Findings.ShouldNotContain(f => f.Code == "not-decided");
        }
    }

    /// <summary>A code without a text would be told in the engine's English; one place too many would not be told at all.</summary>
    [Fact]
    public void Findings_EveryCodeOfTheEngine_HasASentenceAndAnAdviceThatItsArgumentsFill()
    {
        var found = Repository.Files("src/Regulatief.Engine", "*.cs").SelectMany(file => Told().Matches(Repository.Read(file)))
            .Select(m => (Code: m.Groups["code"].Value, Places: m.Groups["told"].Value == "Refused" ? 0 : m.Groups["message"].Value.Count(c => c == '{')))
            .Concat([("refused-language", 2), ("unknown-language", 2)]).ToList();

        found.Count.ShouldBeGreaterThan(30);
        found.ShouldContain(("join-cannot-end", 4));
        using var _ = Language.Of("nl");
        foreach (var (code, places) in found)
            foreach (var key in new[] { $"Problem.{code}", $"Problem.{code}.Advice" })
                Place().Matches(Texts[key]).Select(m => int.Parse(m.Groups[1].Value, null)).DefaultIfEmpty(-1).Max().ShouldBeLessThan(places, key);
    }

    [GeneratedRegex("""(?<told>Error|Warning|Refused|tell)\(\s*"(?<code>[a-z-]+)"(?<message>[^;]*);""")]
    private static partial Regex Told();

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Place();
}
