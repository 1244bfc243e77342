using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.DueWorks;
using Regulatief.Web.Features.Incidents;

namespace Regulatief.Tests.Features.Incidents;

/// <summary>Work that fails each time: here the start of a workflow that nobody published.</summary>
public sealed class UnparkWorkTests(SqliteHost host) : FeatureTest(host)
{
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
        await Host.ImportAsync(Starting("start-zichzelf", "start-zichzelf"));
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
        // What it starts is published by this test: definitions stay when the rows of a test go, so no other test may count on its absence.
        await Host.ImportAsync(Starting("start-later", "komt-later"));
        var @case = await Given(A.Case().Running("start-later"));
        for (var attempt = 0; attempt < PromiseRules.For(DueWorkKind.Bookmark).Tries; attempt++) await Host.PassAsync(TimeSpan.FromMinutes(30));
        await PublishAsync("komt-later");

        (await As(await Given(A.Account(AccountRole.Administrator))).SendAsync(new UnparkWorkCommand((await Poison()).Id))).ShouldBe(1);
        await Host.SweepAsync();

        (await Read(db => db.DueWork.CountAsync(w => w.Kind == DueWorkKind.Inbox, Cancel))).ShouldBe(0);
        (await Read(db => db.HumanTasks.CountAsync(t => t.CaseId == @case.Id, Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task UnparkWork_ParkedSinceItKilledItsProcesses_IsBegunAsOftenAsAtFirst()
    {
        await Given(A.Case());
        var work = await Read(db => db.DueWork.Select(w => w.Id).FirstAsync(Cancel));
        for (var start = 0; start <= DueWork.MaxStarts; start++) await BeginAsync(work);

        await As(await Given(A.Account(AccountRole.Administrator))).SendAsync(new UnparkWorkCommand(work));
        await BeginAsync(work);

        var unparked = await Read(db => db.DueWork.AsNoTracking().SingleAsync(w => w.Id == work, Cancel));
        (unparked.Starts, unparked.ParkedAt).ShouldBe((1, null));
    }

    /// <summary>In a process that died of it.</summary>
    private async Task BeginAsync(Guid work)
    {
        await Host.SendAsync(Actor.System, new BeginDueWorkCommand([work], Guid.NewGuid()));
        Clock.Advance(TimeSpan.FromSeconds(5));
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

    private static string Starting(string definitionId, string other) => $$"""
        {
          "definitionId": "{{definitionId}}", "name": "Start een andere", "version": 1,
          "root": {
            "id": "stroom", "type": "Elsa.Flowchart", "start": "ander",
            "activities": [
              { "id": "ander", "type": "Elsa.DispatchWorkflow", "workflowDefinitionId": { "typeName": "String", "expression": { "type": "Literal", "value": "{{other}}" } } }
            ],
            "connections": []
          }
        }
        """;

    private Task<DueWork> Poison() => Read(db => db.DueWork.AsNoTracking().SingleAsync(w => w.Kind == DueWorkKind.Inbox, Cancel));
}
