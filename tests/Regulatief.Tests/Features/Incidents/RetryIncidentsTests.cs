using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Promises;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Incidents;

namespace Regulatief.Tests.Features.Incidents;

public sealed class RetryIncidentsTests(SqliteHost host) : IncidentTest(host)
{
    [Fact]
    public async Task RetryIncidents_ThatNeedAnotherCycle_AreLeft() => (await Administrator.SendAsync(new RetryIncidentsCommand())).ShouldBe(0);

    [Fact]
    public async Task RetryIncidents_AskedTwice_IsPlannedOnceAndTriedOnce()
    {
        await Read(db => db.Incidents.ExecuteUpdateAsync(set => set.SetProperty(i => i.IsRetryable, true), Cancel));

        (await Administrator.SendAsync(new RetryIncidentsCommand())).ShouldBe(1);
        (await Administrator.SendAsync(new RetryIncidentsCommand())).ShouldBe(0);
        await Host.SweepAsync();

        (await Read(db => db.Incidents.CountAsync(Cancel))).ShouldBe(2);
        (await Read(db => db.DueWork.CountAsync(w => w.Kind == DueWorkKind.IncidentRetry, Cancel))).ShouldBe(0);
    }
}
