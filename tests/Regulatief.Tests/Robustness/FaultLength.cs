namespace Regulatief.Tests.Robustness;

/// <summary>How often a fault is tried: a short form in every run, and at length with <c>REGULATIEF_TEST_FAULTS=full</c>.</summary>
internal static class FaultLength
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("REGULATIEF_TEST_FAULTS") == "full";

    private static int? Given { get; } = int.TryParse(Environment.GetEnvironmentVariable("REGULATIEF_TEST_FAULTS_SEED"), out var seed) ? seed : null;

    public static int Of(int brief, int full) => IsFull ? full : brief;

    /// <summary>The seed that <c>REGULATIEF_TEST_FAULTS_SEED</c> names, or a fresh one; printed, so that a failure can be tried again.</summary>
    public static int Seed(string test)
    {
        var seed = Given ?? Random.Shared.Next();
        Say($"{test}: seed {seed}");
        return seed;
    }

    /// <summary>The seed that was named, or one fresh one, or several at full length.</summary>
    public static IEnumerable<int> Seeds(int full) => Given is { } given ? [given] : Enumerable.Range(0, Of(1, full)).Select(_ => Random.Shared.Next());

    /// <summary>What was measured, in the output of the test.</summary>
    public static void Say(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable("REGULATIEF_TEST_FAULTS_LOG") is { } file) File.AppendAllText(file, line + Environment.NewLine);
    }
}
