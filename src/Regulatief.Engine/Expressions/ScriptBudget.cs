using System.Diagnostics;
using Jint;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Expressions;

/// <summary>The time and memory that the scripts and templates of one run take together, measured while they run.</summary>
/// <remarks>
/// A busy machine sets a thread aside for longer than any script may take, and that is not the script's doing: of the time between two looks
/// at the clock only <see cref="MostPerLook"/> is charged. What a single built-in call takes beyond that counts for the wall limit. Memory is
/// what was allocated, not what is still held, so that it is the same on every machine.
/// </remarks>
internal sealed class ScriptBudget
{
    private static readonly TimeSpan MostPerLook = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan WallLimit = TimeSpan.FromSeconds(1);

    private TimeSpan charged;
    private TimeSpan passed;
    private long lastLook;
    private long allocated;
    private long bytesAtLook;
    private long scriptStart;

    /// <summary>Starts, or goes on after an earlier script of the run.</summary>
    public void Start()
    {
        lastLook = Stopwatch.GetTimestamp();
        bytesAtLook = GC.GetAllocatedBytesForCurrentThread();
        scriptStart = allocated;
    }

    /// <summary>Charges what was used since the last look.</summary>
    /// <exception cref="ActivityFaultException"><c>script-timeout</c> or <c>script-memory</c>.</exception>
    public void Check()
    {
        var now = Stopwatch.GetTimestamp();
        var sinceLast = Stopwatch.GetElapsedTime(lastLook, now);
        lastLook = now;
        passed += sinceLast;
        charged += sinceLast < MostPerLook ? sinceLast : MostPerLook;
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        allocated += bytes - bytesAtLook;
        bytesAtLook = bytes;
        if (allocated - scriptStart > ScriptLimits.MaxBytesPerScript || allocated > ScriptLimits.MaxBytesPerRun)
        {
            throw TooMuchMemory();
        }

        if (charged > ScriptLimits.TimePerRun || passed > WallLimit)
        {
            throw TooMuchTime();
        }
    }

    /// <exception cref="ActivityFaultException"><c>script-memory</c>.</exception>
    public static void RefuseLongerThan(double length)
    {
        // Written so that a length that is no number is let through: the built-in itself refuses it.
        if (length > ScriptLimits.MaxTextLength)
        {
            throw new ActivityFaultException("script-memory", $"A script or template made a text of more than {ScriptLimits.MaxTextLength} characters.");
        }
    }

    // Out of memory, it will be so again; out of time, the machine may have been busy.
    public static ActivityFaultException TooMuchTime() =>
        new("script-timeout", $"The scripts and templates of the run took more than {ScriptLimits.TimePerRun.TotalMilliseconds} ms together.", isRetryable: true);

    public static ActivityFaultException TooMuchMemory(Exception? cause = null) =>
        new("script-memory", "A script or template used too much memory.", cause: cause);

    /// <summary>A budget as the interpreter asks it: before each statement, and within long built-in calls.</summary>
    /// <param name="check">Of the run at hand.</param>
    internal sealed class Limit(Action check) : Constraint
    {
        public override void Check() => check();

        /// <summary>Nothing: the interpreter asks it for each script, and the budget is that of all of them.</summary>
        public override void Reset()
        {
        }
    }
}
