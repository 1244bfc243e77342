using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Incidents;

namespace Regulatief.Tests.Features.Incidents;

/// <summary>Work that fails each time: here the start of a workflow that nobody published.</summary>
public sealed class UnparkWorkTests(SqliteHost host) : FeatureTest(host)
{
    private const string StartsItself = """
        {
          "definitionId": "start-zichzelf", "name": "Start zichzelf", "version": 1,
          "root": {
            "id": "stroom", "type": "Elsa.Flowchart", "start": "weer",
            "activities": [
              { "id": "weer", "type": "Elsa.DispatchWorkflow", "workflowDefinitionId": { "typeName": "String", "expression": { "type": "Literal", "value": "start-zichzelf" } } }
            ],
            "connections": []
          }
        }
        """;

    /// <summary>What it starts is published by the test: definitions stay when the rows of a test go, so no other test may count on its absence.</summary>
    private const string StartsLater = """
        {
          "definitionId": "start-later", "name": "Start wat later komt", "version": 1,
          "root": {
            "id": "stroom", "type": "Elsa.Flowchart", "start": "later",
            "activities": [
              { "id": "later", "type": "Elsa.DispatchWorkflow", "workflowDefinitionId": { "typeName": "String", "expression": { "type": "Literal", "value": "komt-later" } } }
            ],
            "connections": []
          }
        }
        """;

    [Fact]
    public async Task UnparkWork_NothingParked_DoesNothing() =>
        (await As(await Given(A.Account(AccountRole.Administrator))).SendAsync(new UnparkWorkCommand(null))).ShouldBe(0);

    [Fact]
    public async Task Poison_FailsFiveTimes_IsParkedWithItsCauseWhileTheRestGoesOn()
    {
        var @case = await Given(A.Case().Running(TestDefinitions.StartsUnknownWorkflow));

        for (var attempt = 1; attempt < PromiseRules.For(DueWorkKind.Bookmark).Tries; attempt++)
        {
            await Host.PassAsync(TimeSpan.FromMinutes(30));
            (await Poison()).ParkedAt.ShouldBeNull();
        }

        await Host.PassAsync(TimeSpan.FromMinutes(30));
        var parked = await Poison();
        (parked.ParkedAt, parked.Attempts).ShouldBe((Clock.GetUtcNow(), PromiseRules.For(DueWorkKind.Bookmark).Tries));
        parked.Failure.ShouldNotBeNull().ShouldContain("bestaat-niet");
        (await Read(db => db.HumanTasks.CountAsync(t => t.CaseId == @case.Id, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task Workflow_ThatStartsItself_IsParkedAtTheGreatestDepth()
    {
        await Host.ImportAsync(StartsItself);
        var @case = await Given(A.Case().Running("start-zichzelf"));

        for (var pass = 0; pass < 2 * TransitionPlanner.MaxDepth; pass++) await Host.PassAsync(TimeSpan.FromMinutes(30));

        (await Read(db => db.Instances.CountAsync(i => i.CaseId == @case.Id, Cancel))).ShouldBe(TransitionPlanner.MaxDepth);
        var parked = await Poison();
        parked.ParkedAt.ShouldNotBeNull();
        parked.Failure.ShouldNotBeNull().ShouldContain("workflow-too-deep");
    }

    [Fact]
    public async Task Poison_BeforeItsPauseIsOver_IsNotTriedAgain()
    {
        await Given(A.Case().Running(TestDefinitions.StartsUnknownWorkflow));
        await Host.SweepAsync();

        await Host.SweepAsync();

        (await Poison()).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task UnparkWork_WhenTheCauseIsGone_IsDone()
    {
        await Host.ImportAsync(StartsLater);
        var @case = await Given(A.Case().Running("start-later"));
        for (var attempt = 0; attempt < PromiseRules.For(DueWorkKind.Bookmark).Tries; attempt++) await Host.PassAsync(TimeSpan.FromMinutes(30));
        await PublishAsync("komt-later");

        (await As(await Given(A.Account(AccountRole.Administrator))).SendAsync(new UnparkWorkCommand((await Poison()).Id))).ShouldBe(1);
        await Host.SweepAsync();

        (await Read(db => db.DueWork.CountAsync(w => w.Kind == DueWorkKind.Inbox, Cancel))).ShouldBe(0);
        (await Read(db => db.HumanTasks.CountAsync(t => t.CaseId == @case.Id, Cancel))).ShouldBe(1);
    }

    /// <summary>What was missing: a workflow of one task.</summary>
    private Task PublishAsync(string definitionId) => Host.WriteAsync(db =>
    {
        var stored = StoredDefinition.FromFile(
            definitionId, 1, new Drawing("Nu wel", null, TestDefinitions.TasksInTurn(definitionId, 1, "bellen").ToJsonString()), definitionId, Clock.GetUtcNow());
        stored.Publish(Clock.GetUtcNow());
        stored.IsLatest = true;
        db.Definitions.Add(stored);
    });

    private Task<DueWork> Poison() => Read(db => db.DueWork.AsNoTracking().SingleAsync(w => w.Kind == DueWorkKind.Inbox, Cancel));
}
