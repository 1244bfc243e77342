using System.Diagnostics;

namespace Regulatief.Tests.Testing;

internal static class ShellCommand
{
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public static async Task RunAsync(string[] words, CancellationToken cancellationToken)
    {
        // What pg_ctl leaves running would hold a redirected output open, so none is redirected.
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', words)} ended with {process.ExitCode}.");
    }
}
