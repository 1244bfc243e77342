using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Hosting.Options;

/// <summary>What a process does: the setting <c>Role</c>, or <c>--role</c>.</summary>
public enum Role
{
    Both,

    /// <summary>Pages and API; due work is done by a worker.</summary>
    Web,

    /// <summary>Jobs and the sweep; it answers on health alone.</summary>
    Worker,
}

internal static class Roles
{
    private const string Setting = "Role";

    public static Role In(IConfiguration configuration) => Enum.TryParse<Role>(configuration[Setting], ignoreCase: true, out var role) ? role : Role.Both;

    /// <summary>Why the product cannot start in the role that was asked for; null when it can.</summary>
    public static string? Refusal(IConfiguration configuration)
    {
        var written = configuration[Setting];
        if (!string.IsNullOrEmpty(written) && (int.TryParse(written, out _) || !Enum.TryParse<Role>(written, ignoreCase: true, out _)))
            return $"The role is '{written}'; expected web, worker or both.";

        // Its jobs are in memory and its writers wait in the process, so a second process would neither be nudged nor take its turn.
        var provider = (configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions()).Provider;
        return provider == DatabaseProvider.Sqlite && In(configuration) != Role.Both
            ? $"The role is '{written}'; with Database:Provider Sqlite one process does all, expected both."
            : null;
    }
}
