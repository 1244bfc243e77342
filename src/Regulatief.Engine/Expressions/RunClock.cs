using Jint.Runtime;

namespace Regulatief.Engine.Expressions;

/// <summary>A script's clock, standing still at the run's instant, in Amsterdam.</summary>
internal sealed class RunClock : ITimeSystem
{
    private static readonly DefaultTimeSystem Calendar = new(ScriptLimits.TimeZone, ScriptLimits.Culture);

    /// <summary>The run's instant.</summary>
    public DateTimeOffset Now { get; set; }

    public TimeZoneInfo DefaultTimeZone => ScriptLimits.TimeZone;

    public DateTimeOffset GetUtcNow() => Now;

    public bool TryParse(string date, out long epochMilliseconds) => Calendar.TryParse(date, out epochMilliseconds);

    public TimeSpan GetUtcOffset(long epochMilliseconds) => ((ITimeSystem)Calendar).GetUtcOffset(epochMilliseconds);
}
