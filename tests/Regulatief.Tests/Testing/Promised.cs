using Xunit.Sdk;

namespace Regulatief.Tests.Testing;

/// <summary>What a run says that it has: <c>REGULATIEF_TEST_PROMISES=postgresql,chromium</c>. A promise not kept fails; without one the test is skipped by name.</summary>
internal static class Promised
{
    private static readonly string[] Promises = (Environment.GetEnvironmentVariable("REGULATIEF_TEST_PROMISES") ?? "").Split(',', StringSplitOptions.TrimEntries);

    public static Exception Missing(string what, string reason) =>
        Promises.Contains(what) ? new InvalidOperationException($"This run promised {what}. {reason}") : SkipException.ForSkip(reason);
}
