using Regulatief.Tests.Testing;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Regulatief.Tests.Testing;

/// <summary>Begins with what takes longest, one test after the other: begun late, the whole run would wait for it alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [nameof(SqliteHost), "Regulatief.Tests.Journeys.WalkTests", "Regulatief.Tests.Journeys.WalkWithoutScriptTests"];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => Long.Any(name => collection.TestCollectionDisplayName.Split(' ').Contains(name)))];
}
