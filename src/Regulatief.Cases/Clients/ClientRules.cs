using FluentValidation;

namespace Regulatief.Cases.Clients;

/// <summary>What who a client is must hold to, when their case begins and when it is put right.</summary>
public static class ClientRules
{
    public const int MaxName = 100;

    public static readonly DateOnly EarliestBirth = new(1900, 1, 1);

    private const int YoungestAge = 12;

    public static DateOnly LatestBirth(DateOnly today) => today.AddYears(-YoungestAge);

    public static void NameOfClient<T>(this IRuleBuilder<T, string?> name) => name.NotEmpty().MaximumLength(MaxName);

    public static void BirthOfClient<T>(this IRuleBuilder<T, DateOnly?> bornOn, DateOnly today) =>
        bornOn.NotNull().GreaterThanOrEqualTo(EarliestBirth).LessThanOrEqualTo(LatestBirth(today)).WithErrorCode("born-on-unlikely");

    /// <summary>Without spaces around it, and with one between words: as it is compared and as it is kept.</summary>
    public static string InOneSpace(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
