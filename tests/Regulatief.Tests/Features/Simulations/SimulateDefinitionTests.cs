using System.Net;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Workflows.Simulation;
using Regulatief.Tests.Features.ElsaApi;
using Regulatief.Tests.Testing;
using Regulatief.Web.ElsaApi.Definitions;
using Regulatief.Web.Features.Simulations;

namespace Regulatief.Tests.Features.Simulations;

public sealed class SimulateDefinitionTests(SqliteHost host) : ElsaApiTest(host)
{
    private static readonly SimulateDefinitionQuery Cycle = new("regulatieve-cyclus", null, null, new DateOnly(2026, 11, 24), false, null, null);

    [Fact]
    public async Task SimulateDefinition_AnybodyButADesigner_IsRefused()
    {
        var officer = await Given(A.Account(AccountRole.ProbationOfficer));

        await Should.ThrowAsync<CaseRuleException>(As(officer).SendAsync(Cycle));
        (await (await As(officer).BrowseAsync()).OpenAsync("/ontwerper/simulatie/regulatieve-cyclus")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task SimulateDefinition_NoSuchVersion_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(As(await Designer()).SendAsync(Cycle with { Version = 99 }));

    [Fact]
    public async Task SimulateDefinition_ThousandsOfYears_IsRefusedAtTheFieldAndThePageStays()
    {
        var designer = As(await Designer());

        await Should.ThrowAsync<ValidationException>(designer.SendAsync(Cycle with { Days = 1_000_000 }));
        var page = await (await designer.BrowseAsync()).OpenAsync("/ontwerper/simulatie/risicosignaal?days=1000000");

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("Kies een periode van 1 dag tot 10 jaar.");
        page.Find("form[action='/ontwerper/simulatie/risicosignaal']").ShouldNotBeNull();
    }

    [Fact]
    public async Task SimulateDefinition_CannotBeRead_SaysSoAndLeadsToTheCheck()
    {
        var designer = await Designer();
        await As(designer).SendAsync(new SaveDefinitionCommand(Drawing(type: "Elders.Onbekend"), false));

        var page = await (await As(designer).BrowseAsync()).OpenAsync($"/ontwerper/simulatie/{DefinitionId}");

        page.Text.ShouldContain("Deze tekening kan nog niet worden nagespeeld");
        page.Find($"main a[href^='/ontwerper/controle/{DefinitionId}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task SimulateDefinition_TwoYears_TellsTasksMeetingsAndRemindersAndStoresNothing()
    {
        var designer = await Designer();

        var page = await (await As(designer).BrowseAsync()).OpenAsync("/ontwerper/simulatie/regulatieve-cyclus?from=2026-11-24");

        foreach (var told in new[] { "november 2026", "oktober 2028", "Gesprek gepland", "Herinnering", "Ronde 2", "Voor: Toezichthouder. Klaar voor of op" }) page.Text.ShouldContain(told);
        page.Find("a[href$='#stap-inclusiecheck']").ShouldNotBeNull();
        (await Read(db => db.Instances.CountAsync(Cancel))).ShouldBe(0);
        (await Read(db => db.HumanTasks.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task SimulateDefinition_Random_IsTheSameCaseForOneSeedAndAnotherForTheNext()
    {
        var designer = As(await Designer());
        var seven = Cycle with { Random = true, Seed = 7 };

        var first = (await designer.SendAsync(seven)).Case!.Moments;

        (await designer.SendAsync(seven)).Case!.Moments.ShouldBe(first);
        (await designer.SendAsync(seven with { Seed = 8 })).Case!.Moments.ShouldNotBe(first);
    }

    [Fact]
    public async Task SimulateDefinition_OutcomeChosenForTheFirstTime_IsLeftToThePlanAfterwards()
    {
        var designer = As(await Designer());

        var simulated = await designer.SendAsync(Cycle with { Outcome = ["first:inclusiecheck=MoreInformation", "inclusiecheck=Onzin", "nergens=Done"] });

        simulated.Case!.Moments.Where(m => m is { Kind: SimulatedKind.TaskDone, ActivityId: "inclusiecheck" }).Select(m => m.Outcome)
            .ShouldBe(["MoreInformation", "Included"]);
        simulated.Choices.Single(c => c.Id == "inclusiecheck").Chosen.ShouldBe("first:inclusiecheck=MoreInformation");
    }

    [Fact]
    public async Task SimulateDefinition_OutcomeChosenForEachTime_StaysChosenOnThePage()
    {
        var page = await (await As(await Designer()).BrowseAsync()).OpenAsync("/ontwerper/simulatie/regulatieve-cyclus?outcome=inclusiecheck%3DNotIncluded&outcome=");

        page.Find("select[name=outcome] option[selected][value='inclusiecheck=NotIncluded']").ShouldNotBeNull();
        page.Text.ShouldContain("Niet opgenomen na de inclusiecheck");
        page.Text.ShouldContain("Het traject is klaar: nergens wordt nog op gewacht.");
    }
}
