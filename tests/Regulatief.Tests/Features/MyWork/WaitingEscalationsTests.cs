using Regulatief.Tests.Testing;
using Regulatief.Web.Features.MyWork;

namespace Regulatief.Tests.Features.MyWork;

public sealed class WaitingEscalationsTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task WaitingEscalations_SomethingIsLate_AreCountedForWhoWasToldAlone()
    {
        var @case = await Given(A.Case());
        var other = await Given(A.Coordinator());
        (await As(@case.Coordinator).SendAsync(new WaitingEscalationsQuery())).ShouldBe(0);

        await Host.PassAsync(TimeSpan.FromDays(15));

        (await As(@case.Coordinator).SendAsync(new WaitingEscalationsQuery())).ShouldBe(1);
        (await As(other).SendAsync(new WaitingEscalationsQuery())).ShouldBe(0);
    }
}
