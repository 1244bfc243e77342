using System.Diagnostics;
using System.Globalization;
using Jint;
using Regulatief.Engine.Execution;

namespace Regulatief.Engine.Expressions;

/// <summary>What the scripts of one run may use together, and the sandbox that each of them gets.</summary>
/// <remarks>
/// The number of statements is the limit that normally stops an endless loop, because it is the same on every machine;
/// the clock is for long built-in calls. Both are reported as <c>script-timeout</c>.
/// </remarks>
internal sealed class ScriptLimits
{
    public const int MaxStatements = 200_000;
    public const int MaxRecursion = 200;
    public const int MaxTextLength = 100_000;
    public const uint MaxArrayLength = 100_000;
    private const long MaxAllocatedBytes = 64 * 1024 * 1024;

    /// <summary>How long the scripts of one run may take together.</summary>
    public static readonly TimeSpan TimePerRun = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan RegexTimeout = TimeSpan.FromMilliseconds(100);

    private long ticksUsed;

    public static CultureInfo Culture { get; } = CultureInfo.GetCultureInfo("nl-NL");

    public static TimeZoneInfo TimeZone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    /// <summary>What is left of the run's time.</summary>
    /// <exception cref="ActivityFaultException"><c>script-timeout</c>: nothing is.</exception>
    public TimeSpan TimeLeft => TimePerRun - TimeSpan.FromTicks(ticksUsed) is { Ticks: > 0 } left
        ? left
        : throw new ActivityFaultException("script-timeout", TooLong, isRetryable: true);

    public static string TooLong => $"The scripts of one run took more than {TimePerRun.TotalMilliseconds} ms together.";

    /// <summary>Runs something on the run's time.</summary>
    public T Spend<T>(Func<T> script)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            return script();
        }
        finally
        {
            ticksUsed += Stopwatch.GetElapsedTime(started).Ticks;
        }
    }

    /// <summary>A sandbox: no CLR, no code from text, no clock or chance of its own, and every limit set.</summary>
    public void Restrict(Options options, DateTimeOffset now)
    {
        options.TimeoutInterval(TimeLeft)
            .MaxStatements(MaxStatements)
            .LimitMemory(MaxAllocatedBytes)
            .LimitRecursion(MaxRecursion)
            .DisableStringCompilation();
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxArraySize = MaxArrayLength;
        options.Constraints.RegexTimeout = RegexTimeout;
        options.Constraints.PromiseTimeout = RegexTimeout;
        options.Constraints.MaxAtomicsPauseIterations = 1;
        options.AgentCanSuspend = false;
        options.Culture = Culture;
        options.TimeSystem = new RunClock(now);
    }
}
