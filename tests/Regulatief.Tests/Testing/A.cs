using Microsoft.AspNetCore.Identity;
using Regulatief.Cases.Accounts;

namespace Regulatief.Tests.Testing;

/// <summary>A beginning of everything a test needs: valid and dull, until the test says what it is about.</summary>
public static class A
{
    /// <summary>Of every account in the tests.</summary>
    public const string Password = "wachtwoord-van-de-test";

    internal static readonly string PasswordHash = new PasswordHasher<Account>(
        Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 1 })).HashPassword(null!, Password);

    private static int _count;

    public static AccountBuilder Account(AccountRole role) => new(role);

    public static AccountBuilder ProbationOfficer() => new(AccountRole.ProbationOfficer);

    public static AccountBuilder Coordinator() => new(AccountRole.Coordinator);

    public static ProjectBuilder Project() => new();

    public static VolunteerBuilder Volunteer() => new();

    public static CaseBuilder Case() => new();

    /// <summary>A number that no other name in this run has.</summary>
    internal static int NextNumber() => Interlocked.Increment(ref _count);
}

/// <summary>Makes one thing, with all that it needs.</summary>
public abstract class Builder<T>
{
    public abstract Task<T> InAsync(RegulatiefHost host);
}
