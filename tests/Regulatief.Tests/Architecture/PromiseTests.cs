using System.Text.RegularExpressions;
using Regulatief.Cases.Promises;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Architecture;

/// <summary>Promises have one home: nothing else makes, moves, suspends or removes a row of due work.</summary>
public sealed partial class PromiseTests
{
    [Fact]
    public void DueWork_IsTouchedByItsModuleAndTheStoreAlone() => TouchedIn(Sources()).ShouldBe(["Promise.cs", "TransitionStore.cs"], ignoreOrder: true);

    [Fact]
    public void Control_ATouchElsewhereIsSeen() =>
        TouchedIn([("Elsewhere.cs", "db.DueWork.RemoveRange(late);"), ("Reads.cs", "db.DueWork.Where(w => w.ParkedAt != null)")]).ShouldBe(["Elsewhere.cs"]);

    [Fact]
    public void Rules_EveryKindHasOne() => PromiseRules.All.Select(r => r.Kind).ShouldBe(Enum.GetValues<DueWorkKind>(), ignoreOrder: true);

    private static IEnumerable<string> TouchedIn(IEnumerable<(string Name, string Text)> sources) => sources.Where(s => Touch().IsMatch(s.Text)).Select(s => s.Name);

    private static IEnumerable<(string Name, string Text)> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));

    [GeneratedRegex(@"DueWork\.(Add|Remove|Update|Attach)|new DueWork\b")]
    private static partial Regex Touch();
}
