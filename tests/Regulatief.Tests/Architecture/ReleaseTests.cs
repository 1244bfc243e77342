using System.Diagnostics;
using System.Text.Json.Nodes;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Architecture;

/// <summary>What is served holds nothing of the demo: no people, no clock that can be moved, no log-in by one click, no page of components.</summary>
public sealed class ReleaseTests
{
    private static readonly string[] Kinds = ["Compile", "Content", "EmbeddedResource"];

    [Fact]
    public async Task Release_OfTheProduct_HoldsNoDemo() => (await FilesIn("Release")).Where(IsDemo).ShouldBeEmpty();

    [Fact]
    public async Task Control_ABuildToTryHoldsIt()
    {
        var files = (await FilesIn("Debug")).Where(IsDemo).ToList();

        foreach (var part in (string[])["Features/Demo/DemoClock.cs", "Features/Demo/_LogIn.cshtml", "Features/Demo/DemoTexts.nl.resx", "Features/Components/ComponentsController.cs", "seed/demo.json"])
            files.ShouldContain(file => file.EndsWith(part, StringComparison.Ordinal));
    }

    private static bool IsDemo(string file) =>
        file.Contains("Demo", StringComparison.Ordinal) || file.Contains("Features/Components/", StringComparison.Ordinal) || file.Contains("db/seed/", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<string>> FilesIn(string configuration)
    {
        var start = new ProcessStartInfo("dotnet",
            ["msbuild", Path.Combine(Repository.Root, "src", "Regulatief.Web"), $"-p:Configuration={configuration}", .. Kinds.Select(kind => $"-getItem:{kind}")])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var answer = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var items = JsonNode.Parse(answer)!["Items"]!;
        return [.. Kinds.SelectMany(kind => items[kind]!.AsArray()).Select(item => ((string?)item!["Identity"])!.Replace('\\', '/'))];
    }
}
