using Regulatief.Tests.Journeys;

[assembly: AssemblyFixture(typeof(SeededDemo))]

namespace Regulatief.Tests.Journeys;

/// <summary>The demo's database, made when it is first asked for and copied from then on: to make it costs four times what the program's start does without.</summary>
public sealed class SeededDemo : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("regulatief-demo");
    private readonly Lazy<Task<string>> _file;

    public SeededDemo() => _file = new(MakeAsync);

    /// <summary>A file to copy.</summary>
    public Task<string> FileAsync() => _file.Value;

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> MakeAsync()
    {
        await using var host = WalkHost.Start();
        return await host.CopyAsync(Path.Combine(_folder.FullName, "demo.db"));
    }
}
