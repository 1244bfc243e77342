using System.Globalization;
using Jint;

namespace Regulatief.Engine.Expressions;

/// <summary>What a script may use, and the sandbox it gets.</summary>
/// <remarks>
/// The number of statements is the limit that normally stops an endless loop, because it is the same on every machine;
/// the clock is for long built-in calls. Both are reported as <c>script-timeout</c>.
/// </remarks>
internal static class ScriptLimits
{
    public const int MaxStatements = 200_000;
    public const int MaxRecursion = 200;
    public const int MaxTextLength = 100_000;
    public const uint MaxArrayLength = 100_000;
    private const long MaxAllocatedBytes = 32 * 1024 * 1024;

    /// <summary>How long the scripts of one run may take together.</summary>
    public static readonly TimeSpan TimePerRun = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan RegexTimeout = TimeSpan.FromMilliseconds(100);

    public static CultureInfo Culture { get; } = CultureInfo.GetCultureInfo("nl-NL");

    public static TimeZoneInfo TimeZone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    /// <summary>A sandbox: no CLR, no code from text, no clock or chance of its own, and every limit set.</summary>
    public static void Restrict(Options options, DateTimeOffset now, ScriptClock clock)
    {
        options.Constraint(clock)
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
