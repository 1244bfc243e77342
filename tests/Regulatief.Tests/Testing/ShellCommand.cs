using System.Diagnostics;

namespace Regulatief.Tests.Testing;

internal static class ShellCommand
{
    /// <exception cref="InvalidOperationException">It ended with another code than 0; with what it said.</exception>
    public static async Task RunAsync(string[] words, CancellationToken cancellationToken)
    {
        // To a file and not through a pipe, which whatever pg_ctl leaves running would hold open.
        var said = Path.GetTempFileName();
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" > \"$0\" 2>&1", said, .. words]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', words)} ended with {process.ExitCode}: {await File.ReadAllTextAsync(said, cancellationToken)}");
        File.Delete(said);
    }
}
