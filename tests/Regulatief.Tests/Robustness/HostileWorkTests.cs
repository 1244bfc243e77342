using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Robustness;

/// <summary>A cycle whose script misbehaves, and rows that cannot be read: one case stands still with a reason, its neighbours go on.</summary>
public sealed class HostileWorkTests(SqliteHost host) : FeatureTest(host)
{
    [Theory]
    [InlineData("loop", "while (true) {}", "script-timeout")]
    [InlineData("recursion", "const f = () => f(); f()", "script-recursion")]
    [InlineData("text", "'x'.repeat(2 ** 31)", "script-memory")]
    [InlineData("array", "new Array(4294967295).fill(1).length", "script-memory")]
    [InlineData("regex", "/^(a+)+$/.test('a'.repeat(40) + '!')", "script-regex")]
    [InlineData("prototype", "({}).constructor.constructor('return process')()", "script-error")]
    [InlineData("clr", "System.IO.File.ReadAllText('/etc/passwd')", "script-error")]
    public async Task Script_ThatMisbehaves_StopsItsOwnStepAlone(string name, string script, string kind)
    {
        await ImportScriptAsync(name, script);
        var neighbour = await Given(A.Case());

        var hostile = await Given(A.Case().Running($"vijandig-{name}"));

        var incident = await Read(db => db.Incidents.SingleAsync(i => db.Instances.Any(n => n.Id == i.InstanceId && n.CaseId == hostile.Id), Cancel));
        incident.Kind.ShouldBe(kind);
        await Complete(neighbour, HumanTaskKind.Intake, Answers.Intake);
        (await Invariants.BrokenInAsync(Host, Clock.GetUtcNow())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Instance_ThatCannotBeRead_IsParkedAndItsNeighboursGoOn()
    {
        var poisoned = await Given(A.Case().Running("wacht-dan-taak"));
        var neighbours = new List<CaseUnderTest>();
        for (var i = 0; i < 5; i++) neighbours.Add(await Given(A.Case().Running("wacht-dan-taak")));
        await Read(db => db.Instances.Where(i => i.CaseId == poisoned.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.StateJson, "{\"format\":999}"), Cancel));

        await Host.PassAsync(TimeSpan.FromDays(1));
        foreach (var neighbour in neighbours) (await OpenTask(neighbour, HumanTaskKind.CaseTask)).ShouldNotBeNull();
        for (var attempt = 1; attempt < PromiseRules.For(DueWorkKind.Bookmark).Tries; attempt++) await Host.PassAsync(TimeSpan.FromHours(1));

        var parked = await Read(db => db.DueWork.SingleAsync(w => w.CaseId == poisoned.Id, Cancel));
        (parked.Attempts, parked.Failure).ShouldBe((PromiseRules.For(DueWorkKind.Bookmark).Tries, nameof(FormatException)));
        parked.ParkedAt.ShouldNotBeNull();
        (await Host.SweepAsync()).ShouldBe(0);
    }

    private Task ImportScriptAsync(string name, string script) => Host.ImportAsync($$"""
            {
              "definitionId": "vijandig-{{name}}", "name": "Vijandig", "version": 1,
              "root": {
                "id": "stroom", "type": "Elsa.Flowchart", "start": "script",
                "activities": [
                  { "id": "script", "type": "Elsa.RunJavaScript", "script": { "typeName": "String", "expression": { "type": "JavaScript", "value": {{JsonSerializer.Serialize(script)}} } } },
                  { "id": "eind", "type": "Regulatief.CloseCase" }
                ],
                "connections": [ { "source": { "activity": "script", "port": "Done" }, "target": { "activity": "eind", "port": "In" } } ]
              }
            }
            """);
}
