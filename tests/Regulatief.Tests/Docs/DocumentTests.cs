using System.Text.RegularExpressions;
using System.Xml.Linq;
using Regulatief.Tests.Architecture;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Docs;

/// <summary>What a document says of the code is true.</summary>
public sealed partial class DocumentTests
{
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

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeWord();

    [GeneratedRegex(@"^\| (\w[\w.-]*) \|", RegexOptions.Multiline)]
    private static partial Regex PackageLine();

    [GeneratedRegex(@"\]\(([^)]+)\)")]
    private static partial Regex Link();
}
