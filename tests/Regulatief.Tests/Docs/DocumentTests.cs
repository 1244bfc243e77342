using System.Text.RegularExpressions;
using System.Xml.Linq;
using Regulatief.Tests.Architecture;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Docs;

/// <summary>What a document says of the code is true.</summary>
public sealed partial class DocumentTests
{
    private const string Security = "docs/security.md";

    /// <summary>What is said of a requirement, in the order of the columns that count them.</summary>
    private static readonly string[] States = ["met", "operator", "n.a.", "not met"];

    [Fact]
    public void Glossary_EveryTypeItNames_Exists() =>
        TermsIn(Repository.Read("docs/glossary.md")).Where(term => !Exists(term)).ShouldBeEmpty();

    [Fact]
    public void Control_ATermWithoutATypeIsSeen() => TermsIn("| zaak | `Dossier`, `CaseRole.Neighbour` | a file | |").Count(term => !Exists(term)).ShouldBe(2);

    [Fact]
    public void Packages_EveryOne_HasItsLine()
    {
        var used = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value);
        var listed = PackageLine().Matches(Repository.Read("docs/adr/packages.md")).Select(line => line.Groups[1].Value).Where(name => name != "package");

        listed.ShouldBe(used, ignoreOrder: true);
    }

    [Fact]
    public void Links_InEveryDocument_LeadSomewhere() => Documents().SelectMany(LinksIn).Where(link => !Path.Exists(Path.Combine(Repository.Root, link))).ShouldBeEmpty();

    [Fact]
    public void Decisions_EachHasItsParts()
    {
        string[] parts = ["*Result: ", "Accepted, 2", "## Context", "## Options weighed", "## Decision", "## Consequences", "- Good: ", "- Bad: ", "## Revisit when"];

        Repository.Files("docs/adr", "0*.md").SelectMany(file => parts.Where(part => !Repository.Read(file).Contains(part, StringComparison.Ordinal))
            .Select(part => $"{file}: {part}")).ShouldBeEmpty();
    }

    [Fact]
    public void Faults_EachHasTestsThatAreThere()
    {
        var faults = FaultRow().Matches(Repository.Read("docs/reliability.md"));

        faults.Count.ShouldBeGreaterThan(15);
        faults.SelectMany(row => CodeWord().Matches(row.Groups[1].Value)).Select(word => word.Groups[1].Value).Where(test => !IsInTests(test)).ShouldBeEmpty();
    }

    [Fact]
    public void Control_AFaultWithoutItsTestIsSeen() => IsInTests("Kill_OfWhatNever" + "Lived").ShouldBeFalse();

    [Fact]
    public void Security_EachProof_IsATestThatIsThere()
    {
        var page = Repository.Read(Security);

        Proof().Count(page).ShouldBeGreaterThan(100);
        ProofsWithoutATest(page).ShouldBeEmpty();
    }

    [Fact]
    public void Control_AProofWithoutItsTestIsSeen() => ProofsWithoutATest("| 1.1.1 | | **met**: `LogInTests.LogIn_ByMagic`, `LogInTests.LogIn_EveryTry_LeavesARow` |").ShouldBe(["LogInTests.LogIn_ByMagic"]);

    [Fact]
    public void Security_Count_IsThatOfItsLines()
    {
        var page = Repository.Read(Security);
        var requirements = RequirementRow().Matches(page).SelectMany(row => RequirementNumber().Matches(row.Groups[1].Value)
            .Select(number => (Chapter: $"V{number.Groups[1].Value}", State: row.Groups[2].Value, Number: number.Value))).ToList();

        requirements.Select(r => r.Number).ShouldBeUnique();
        var counts = requirements.GroupBy(r => r.Chapter).Select(chapter => CountRow(chapter.Key, [.. chapter.Select(r => r.State)])).Append(CountRow("all", [.. requirements.Select(r => r.State)]));
        counts.Where(row => !page.Contains(row, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string CountRow(string name, List<string> states) =>
        $"| {name} | {string.Join(" | ", States.Select(state => states.Count(s => s == state)))} | {states.Count} |";

    private static IEnumerable<string> ProofsWithoutATest(string page) => Proof().Matches(page)
        .Where(proof => !Repository.Files("tests", $"{proof.Groups[1].Value}.cs").Any(file => Repository.Read(file).Contains($" {proof.Groups[2].Value}(", StringComparison.Ordinal)))
        .Select(proof => $"{proof.Groups[1].Value}.{proof.Groups[2].Value}").Distinct();

    private static bool IsInTests(string name) => Repository.Files("tests", "*.cs").Any(file => Repository.Read(file).Contains($" {name}(", StringComparison.Ordinal));

    private static IEnumerable<string> Documents() => Repository.Files("docs", "*.md").Concat(["README.md", "CONTRIBUTING.md", "SECURITY.md"]);

    /// <summary>The words in the second column of a table.</summary>
    private static IEnumerable<string> TermsIn(string document) =>
        TableRow().Matches(document).SelectMany(row => CodeWord().Matches(row.Groups[1].Value)).Select(word => word.Groups[1].Value);

    private static bool Exists(string term)
    {
        var parts = term.Split('.');
        var type = Code.Product.SelectMany(assembly => assembly.GetTypes()).FirstOrDefault(t => t.Name == parts[0]);
        return type is not null && (parts.Length == 1 || type.GetMember(parts[1]).Length > 0);
    }

    private static IEnumerable<string> LinksIn(string file) => Link().Matches(Repository.Read(file)).Select(link => link.Groups[1].Value)
        .Where(link => !link.StartsWith('#') && !link.Contains("://", StringComparison.Ordinal))
        .Select(link => Path.Combine(Path.GetDirectoryName(file)!, link.Split('#')[0]));

    [GeneratedRegex(@"^\|[^|]*\|([^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"^\| F\d\d \|[^|]*\|([^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex FaultRow();

    [GeneratedRegex(@"`(\w+(?:Tests|Contract))\.(\w+)`")]
    private static partial Regex Proof();

    [GeneratedRegex(@"^\| ([\d., ]+) \|[^|]*\| \*\*([a-z. ]+)\*\*", RegexOptions.Multiline)]
    private static partial Regex RequirementRow();

    [GeneratedRegex(@"(\d+)\.\d+\.\d+")]
    private static partial Regex RequirementNumber();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeWord();

    [GeneratedRegex(@"^\| (\w[\w.-]*) \|", RegexOptions.Multiline)]
    private static partial Regex PackageLine();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
