using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Promises;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Robustness;

/// <summary>Waits that were made under other time-zone rules than the program has now.</summary>
public sealed class ZoneRulesTests(SqliteHost host) : FeatureTest(host)
{
    private const string EachMorning = """
        {
          "definitionId": "elke-ochtend", "name": "Elke ochtend", "version": 1,
          "root": {
            "id": "stroom", "type": "Elsa.Flowchart", "start": "een",
            "activities": [
              { "id": "een", "type": "Elsa.Cron", "cronExpression": { "typeName": "String", "expression": { "type": "Literal", "value": "0 8 * * *" } } },
              { "id": "twee", "type": "Elsa.Cron", "cronExpression": { "typeName": "String", "expression": { "type": "Literal", "value": "0 8 * * *" } } },
              { "id": "eind", "type": "Regulatief.CloseCase" }
            ],
            "connections": [
              { "source": { "activity": "een", "port": "Done" }, "target": { "activity": "twee", "port": "In" } },
              { "source": { "activity": "twee", "port": "Done" }, "target": { "activity": "eind", "port": "In" } }
            ]
          }
        }
        """;

    [Theory]
    [InlineData("2026-11-25T08:00:00Z", "2026-11-26T07:00:00Z")]
    [InlineData("2026-11-25T06:00:00Z", "2026-11-25T07:00:00Z")]
    public async Task Cron_MadeUnderOtherZoneRules_ComesWhenItWasPromisedAndTheNextByTheNewRules(string promised, string next)
    {
        await Host.ImportAsync(EachMorning);
        await Given(A.Case().Running("elke-ochtend"));
        (await DueAsync()).ShouldBe(Instant("2026-11-25T07:00:00Z"));
        await MakeAsUnderOtherRulesAsync(Instant(promised));

        (await Host.PassAsync(Instant(promised).AddSeconds(-1) - Clock.GetUtcNow())).ShouldBe(0);
        (await Host.PassAsync(TimeSpan.FromSeconds(1))).ShouldBe(1);

        (await DueAsync()).ShouldBe(Instant(next));
    }

    private Task<DateTimeOffset> DueAsync() => Read(db => db.DueWork.Where(w => w.Kind == DueWorkKind.Bookmark).Select(w => w.DueAt).SingleAsync(Cancel));

    private async Task MakeAsUnderOtherRulesAsync(DateTimeOffset at)
    {
        await Read(db => db.DueWork.Where(w => w.Kind == DueWorkKind.Bookmark).ExecuteUpdateAsync(set => set.SetProperty(w => w.DueAt, at), Cancel));
        await Read(db => db.Bookmarks.ExecuteUpdateAsync(set => set.SetProperty(b => b.DueAt, at), Cancel));
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
