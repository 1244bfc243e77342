using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Demo;

namespace Regulatief.Tests.Features.Demo;

public sealed class MoveDemoClockTests(SqliteHost host) : FeatureTest(host)
{
    [Theory]
    [InlineData(0)]
    [InlineData(-7)]
    [InlineData(367)]
    public async Task MoveDemoClock_BackOrTooFar_IsRefused(int days) =>
        await Should.ThrowAsync<ValidationException>(Host.SendAsync(Actor.System, new MoveDemoClockCommand(days)));

    [Fact]
    public async Task MoveDemoClock_Twice_KeepsTheSum()
    {
        await Read(db => db.Counters.Where(c => c.Name == DemoClock.Counter).ExecuteDeleteAsync(Cancel));

        await Host.SendAsync(Actor.System, new MoveDemoClockCommand(7));
        (await Host.SendAsync(Actor.System, new MoveDemoClockCommand(1))).ShouldBe(8);

        (await Read(db => db.Counters.Where(c => c.Name == DemoClock.Counter).Select(c => c.Value).SingleAsync(Cancel))).ShouldBe(8);
        await Read(db => db.Counters.Where(c => c.Name == DemoClock.Counter).ExecuteDeleteAsync(Cancel));
    }

    [Fact]
    public async Task MoveDemoClock_WhoIsLoggedIn_StaysSo()
    {
        await As(await Given(A.ProbationOfficer())).BrowseAsync();

        await Host.SendAsync(Actor.System, new MoveDemoClockCommand(7));
        Clock.Advance(TimeSpan.FromDays(7));

        (await Read(db => db.Sessions.Lasting(Clock.GetUtcNow()).CountAsync(Cancel))).ShouldBe(1);
        await Read(db => db.Counters.Where(c => c.Name == DemoClock.Counter).ExecuteDeleteAsync(Cancel));
    }
}
