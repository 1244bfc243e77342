using Mono.Cecil;
using Regulatief.Engine.Execution;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Architecture;

/// <summary>The engine's folders know each other in one direction, so that each can be read without those that come after it.</summary>
public sealed class EngineFolderTests
{
    private const string Prefix = "Regulatief.Engine.";

    /// <summary>Each may know those before it.</summary>
    private static readonly List<string> Order =
        ["Instances", "Definitions", "Stimuli", "Ports", "Expressions", "Format", "Execution", "Migration", "Activities", "Soundness"];

    [Fact]
    public void Folders_KnowOnlyThoseBeforeThem() =>
        Code.TypesOf(Code.Engine).SelectMany(type => Later(type, FolderOf(type.FullName)!).Select(used => $"{type.FullName} uses {used}")).ShouldBeEmpty();

    [Fact]
    public void Control_ATypeThatKnowsALaterFolderIsSeen()
    {
        var runner = Code.DefinitionOf(typeof(WorkflowRunner));

        Later(runner, "Execution").ShouldBeEmpty();
        Later(runner, "Instances").ShouldContain("Regulatief.Engine.Ports.IActivityCatalog");
    }

    [Fact]
    public void Folders_AllHaveTheirPlace()
    {
        Code.TypesOf(Code.Engine).Select(type => FolderOf(type.FullName)).Distinct().ShouldBe(Order, ignoreOrder: true);
        Repository.Files("src/Regulatief.Engine", "*.cs").Select(file => file.Split('/')[2]).Distinct().ShouldBe(Order, ignoreOrder: true);
    }

    private static IEnumerable<string> Later(TypeDefinition type, string folder) =>
        Code.UsedBy(type).Where(used => FolderOf(used) is { } other && Order.IndexOf(other) > Order.IndexOf(folder));

    private static string? FolderOf(string typeName) => typeName.StartsWith(Prefix, StringComparison.Ordinal) ? typeName[Prefix.Length..].Split('.')[0] : null;
}
