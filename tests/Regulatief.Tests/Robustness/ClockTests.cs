using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Tests.Robustness;

/// <summary>The clock of a node that is wrong or jumps, beside that of the database, which decides.</summary>
public sealed class ClockTests(PostgreSqlHost host) : IClassFixture<PostgreSqlHost>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly Machine _machine = new() { Wall = Now };

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(30 * 24)]
    public void Clock_OfTheMachineJumps_WhatIsDueStays(int hours)
    {
        var clock = new DatabaseClock(_machine);
        clock.Set(Now.AddSeconds(-2));

        _machine.Counter += TimeSpan.FromSeconds(10);
        _machine.Wall += TimeSpan.FromSeconds(10) + TimeSpan.FromHours(hours);

        clock.GetUtcNow().ShouldBe(Now.AddSeconds(8));
    }

    [Fact]
    public void Clock_BeforeTheDatabaseWasAsked_IsTheMachines() => new DatabaseClock(_machine).GetUtcNow().ShouldBe(Now);

    [Fact]
    public async Task Reader_TakesTheDatabasesTime()
    {
        if (host.Database.Missing is { } reason) throw Promised.Missing("postgresql", reason);
        var clock = new DatabaseClock(new Machine { Wall = Now.AddYears(-6) });
        var reader = new DatabaseClockReader(host.Services.GetRequiredService<IServiceScopeFactory>(), clock, new Turns(clock), NullLogger<DatabaseClockReader>.Instance);

        await reader.ReadAsync(TestContext.Current.CancellationToken);

        clock.GetUtcNow().ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Product_OnAServer_AsksTheDatabase()
    {
        if (host.Database.Missing is { } reason) throw Promised.Missing("postgresql", reason);
        host.Services.GetServices<IHostedService>().OfType<DatabaseClockReader>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Database_TellsItsTime()
    {
        await using var sqlite = new SqliteHost();
        await sqlite.InitializeAsync();

        (await sqlite.ReadAsync(db => db.NowAsync(TestContext.Current.CancellationToken))).ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
    }

    /// <summary>Its clock on the wall can be set; its counter only counts.</summary>
    private sealed class Machine : TimeProvider
    {
        public DateTimeOffset Wall { get; set; }

        public TimeSpan Counter { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => Counter.Ticks;
    }
}
