namespace Regulatief.Web.Features.Demo;

/// <summary>The clock of the Development environment: the system's, moved by what the visitor asked, so that weeks of a case can be seen in minutes.</summary>
public sealed class DemoClock : TimeProvider
{
    /// <summary>The counter that keeps how many days this clock is ahead.</summary>
    public const string Counter = "demo-clock-days";

    private long _offset;

    /// <summary>How far this clock is ahead of the system's; negative while the demo's past is made.</summary>
    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offset));
        set => Interlocked.Exchange(ref _offset, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
