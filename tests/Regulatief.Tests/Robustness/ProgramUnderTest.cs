using System.Diagnostics;
using System.Text.RegularExpressions;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Robustness;

/// <summary>The real program in a process of its own, with the real clock, as it is served.</summary>
internal sealed partial class ProgramUnderTest : IAsyncDisposable
{
    /// <summary>In which a program starts, or a command ends, also beside builds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;

    private ProgramUnderTest(Process process, Uri address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = address };
    }

    public HttpClient Http { get; }

    /// <summary>The process, for signals other than <see cref="Kill"/>'s.</summary>
    public int Id => _process.Id;

    /// <param name="settings">Variables of its environment, with where it listens; null for a free port.</param>
    /// <param name="environment"><c>Development</c> brings the demo's people and clock, and serves the site's own files.</param>
    public static async Task<ProgramUnderTest> StartAsync(
        string connectionString, string folder, CancellationToken cancellationToken, string environment = "Testing",
        DatabaseProvider provider = DatabaseProvider.Sqlite, IReadOnlyDictionary<string, string>? settings = null)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", settings is null ? [Repository.ProductAssembly, "--urls", "http://127.0.0.1:0"] : [Repository.ProductAssembly])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["ASPNETCORE_ENVIRONMENT"] = environment,
                    ["AllowedHosts"] = "localhost;127.0.0.1",
                    ["ConnectionStrings__Regulatief"] = connectionString,
                    // It is measured by how it ends, not by how fast it gets: half of a start goes into getting fast.
                    ["DOTNET_TieredPGO"] = "0",
                    // Long enough for a test to see that it is asked to stop.
                    ["Stop__Notice"] = "00:00:05",
                    ["Database__Provider"] = provider.ToString(),
                    ["SecondFactor__Required"] = "false",
                    ["Logging__LogLevel__Default"] = "Warning",
                    ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
                },
            },
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>()) process.StartInfo.Environment[name] = value;
        process.Start();
        // Read to the end, both, so that it never waits for a reader.
        var complaints = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken) is { } line)
        {
            said.Add(line);
            if (Listening().Match(line) is not { Success: true } match) continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new ProgramUnderTest(process, new Uri(match.Groups[1].Value));
        }

        throw new InvalidOperationException($"The program did not start: {string.Join('\n', said)}\n{await complaints}");
    }

    /// <summary>Runs a command of the program to its end.</summary>
    public static async Task<CommandResult> RunAsync(
        string connectionString, string folder, string[] command, CancellationToken cancellationToken, string environment = "Testing", string allowedHosts = "localhost")
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.ProductAssembly, .. command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = environment, ["AllowedHosts"] = allowedHosts, ["ConnectionStrings__Regulatief"] = connectionString },
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return new CommandResult(process.ExitCode, await output, await error);
    }

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>kill -9, and waits until the process is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <exception cref="TimeoutException">It is still there.</exception>
    public Task ExitAsync(TimeSpan within) => _process.WaitForExitAsync().WaitAsync(within);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();
}

internal sealed record CommandResult(int ExitCode, string Output, string Error);
