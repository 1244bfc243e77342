using System.Globalization;
using Jint;

namespace Regulatief.Engine.Expressions;

/// <summary>What a script or a template may use, and the sandbox that a script gets.</summary>
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

    /// <summary>How deep a value may nest, as in the JSON that comes in from outside.</summary>
    public const int MaxValueDepth = 64;

    /// <summary>How long a script or a template may be, in characters.</summary>
    public const int MaxSourceLength = 20_000;

    /// <summary>How much one script may allocate. Between two looks a statement can make of its texts as many again as
    /// <see cref="ScriptShape.MaxJoined"/> allows, so that the process grows by a few hundred megabytes at most.</summary>
    public const long MaxBytesPerScript = 8 * 1024 * 1024;

    /// <summary>How much the scripts of one run may allocate together.</summary>
    public const long MaxBytesPerRun = 64 * 1024 * 1024;

    /// <summary>How long the scripts of one run may take together.</summary>
    public static readonly TimeSpan TimePerRun = TimeSpan.FromMilliseconds(250);

    public const int MaxPatternLength = 1_000;

    public static readonly TimeSpan RegexTimeout = TimeSpan.FromMilliseconds(100);

    public static CultureInfo Culture { get; } = CultureInfo.GetCultureInfo("nl-NL");

    public static TimeZoneInfo TimeZone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    /// <summary>A sandbox: no CLR, no code from text, no clock or chance of its own, and every limit set.</summary>
    public static void Restrict(Options options, RunClock clock, Constraint budget)
    {
        options.Constraint(budget)
            .MaxStatements(MaxStatements)
            .LimitRecursion(MaxRecursion)
            .DisableStringCompilation();
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxArraySize = MaxArrayLength;
        options.Constraints.RegexTimeout = RegexTimeout;
        options.Constraints.PromiseTimeout = RegexTimeout;
        options.Constraints.MaxAtomicsPauseIterations = 1;
        options.AgentCanSuspend = false;
        options.Culture = Culture;
        options.TimeSystem = clock;
    }
}
