using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Features.Migrations;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Features.Workflows;

namespace Regulatief.Tests.Features.Workflows;

public sealed class DefinitionBusynessTests(SqliteHost host) : MigrationTest(host)
{
    [Fact]
    public async Task DefinitionBusyness_AnybodyButADesigner_IsForbidden() =>
        (await (await As(await Given(A.ProbationOfficer())).BrowseAsync()).OpenAsync($"/ontwerper/drukte/{DefinitionId}")).Status.ShouldBe(HttpStatusCode.Forbidden);

    [Fact]
    public async Task DefinitionBusyness_NoSuchDefinition_IsNotFound() =>
        await Should.ThrowAsync<NotFoundException>(Designer.SendAsync(new DefinitionBusynessQuery("zo-niet", null)));

    [Fact]
    public async Task DefinitionBusyness_NothingRan_HasStepsWithoutTimes()
    {
        await Publish("a");

        var step = (await Designer.SendAsync(new DefinitionBusynessQuery(DefinitionId, null))).Steps.ShouldHaveSingleItem();

        step.ShouldBe(new BusyStep("a", "Stap a", 0, 0, null, null, null));
    }

    [Fact]
    public async Task DefinitionBusyness_TenCases_CountsWhereTheyAreTheirTimesAndWhatIsLate()
    {
        await Publish("a", "b");
        var cases = new List<CaseUnderTest>();
        for (var i = 0; i < 11; i++) cases.Add(await Given(A.Case().Running(DefinitionId)));
        foreach (var @case in cases.Take(10))
        {
            Clock.Advance(TimeSpan.FromHours(1));
            var task = await OpenTask(@case, HumanTaskKind.CaseTask);
            await As(@case.Officer).SendAsync(new CompleteHumanTaskCommand(task.Id, "Done", []));
        }

        Clock.Advance(TimeSpan.FromDays(30));
        var busyness = await Designer.SendAsync(new DefinitionBusynessQuery(DefinitionId, null));
        var page = await (await Designer.BrowseAsync()).OpenAsync($"/ontwerper/drukte/{DefinitionId}");

        busyness.Steps.ShouldBe(
        [
            new BusyStep("a", "Stap a", 1, 10, TimeSpan.FromHours(5), TimeSpan.FromHours(9), 100),
            new BusyStep("b", "Stap b", 10, 0, null, null, 100),
        ]);
        page.Text.ShouldContain("10 trajecten");
        page.Text.ShouldContain("5 uur");
    }

    [Fact]
    public async Task DefinitionBusyness_StepsThatEndedMoreThanAYearAgo_HaveNoTimes()
    {
        await Publish("a", "b");
        var @case = await Given(A.Case().Running(DefinitionId));
        var task = await OpenTask(@case, HumanTaskKind.CaseTask);
        await As(@case.Officer).SendAsync(new CompleteHumanTaskCommand(task.Id, "Done", []));
        Clock.Advance(TimeSpan.FromDays(367));

        var busyness = await Designer.SendAsync(new DefinitionBusynessQuery(DefinitionId, null));

        busyness.Steps.Select(s => (s.Id, s.Here, s.Visits, s.Median)).ShouldBe([("a", 0, 0, null), ("b", 1, 0, null)]);
    }

    [Fact]
    public async Task DefinitionBusyness_AWaitOfElsas_IsAStepToo()
    {
        var @case = await Given(A.Case().Running("wacht-dan-taak"));
        await Host.PassAsync(TimeSpan.FromDays(1));
        await Given(A.Case().Running("wacht-dan-taak"));

        var steps = (await Designer.SendAsync(new DefinitionBusynessQuery("wacht-dan-taak", null))).Steps;

        steps.Select(s => (s.Id, s.Here, s.Visits, s.Median)).ShouldBe([("wacht", 1, 1, TimeSpan.FromDays(1)), ((await OpenTask(@case, HumanTaskKind.CaseTask)).ActivityId!, 1, 0, null)]);
    }

    [Fact]
    public async Task DefinitionBusyness_WhatACycleListensForAllAlong_IsNoStep()
    {
        await Given(A.Case().Running(TestDefinitions.MakingAgreements));
        var listening = await Read(db => db.Bookmarks.Where(b => b.Name == "Elsa.Event").Select(b => b.ActivityId).ToListAsync(Cancel));

        var steps = (await Designer.SendAsync(new DefinitionBusynessQuery(TestDefinitions.MakingAgreements, null))).Steps;

        listening.ShouldNotBeEmpty();
        steps.Select(s => s.Id).ShouldNotBeEmpty();
        steps.Select(s => s.Id).Intersect(listening).ShouldBeEmpty();
    }
}
