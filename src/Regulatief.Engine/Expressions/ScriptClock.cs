using System.Diagnostics;
using Jint;

namespace Regulatief.Engine.Expressions;

/// <summary>The time that the scripts of one run take together, measured while they run.</summary>
/// <remarks>
/// A busy machine sets a thread aside for longer than any script may take, and that is not the script's doing: of the time between two looks
/// at the clock only <see cref="MostPerLook"/> is charged. What a single built-in call takes beyond that counts for the wall limit.
/// </remarks>
internal sealed class ScriptClock : Constraint
{
    private static readonly TimeSpan MostPerLook = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan WallLimit = TimeSpan.FromSeconds(1);

    private TimeSpan charged;
    private TimeSpan passed;
    private long lastLook;

    /// <summary>Starts, or goes on after an earlier script of the run.</summary>
    public void Start() => lastLook = Stopwatch.GetTimestamp();

    /// <exception cref="TimeoutException">The run's time is up.</exception>
    public override void Check()
    {
        var now = Stopwatch.GetTimestamp();
        var sinceLast = Stopwatch.GetElapsedTime(lastLook, now);
        lastLook = now;
        passed += sinceLast;
        charged += sinceLast < MostPerLook ? sinceLast : MostPerLook;
        if (charged > ScriptLimits.TimePerRun || passed > WallLimit)
        {
            throw new TimeoutException();
        }
    }

    /// <summary>Nothing: Jint asks it for each script, and the time is that of all of them.</summary>
    public override void Reset()
    {
    }
}
