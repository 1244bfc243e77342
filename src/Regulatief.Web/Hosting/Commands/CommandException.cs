namespace Regulatief.Web.Hosting.Commands;

/// <summary>Why a command cannot go on, told on one line; never with a stack trace.</summary>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;
}

/// <summary>What the commands tell whoever called them, such as CI.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>It was looked at, and is wrong: errors, differences, a refusal.</summary>
    public const int Wrong = 1;

    /// <summary>A file that cannot be read, or arguments that mean nothing.</summary>
    public const int Unreadable = 2;

    /// <summary>The database is away, or not of this version.</summary>
    public const int NoDatabase = 3;
}
