using System.Net.Mail;
using FluentValidation;

namespace Regulatief.Cases.Accounts;

/// <summary>What a telephone, an address of mail and a wish how to be reached must hold to, whose they are and whoever fills them in.</summary>
public static class ContactRules
{
    public const int MaxPhone = 20;
    public const int MaxEmail = 254;

    /// <summary>As the code of the error texts.</summary>
    public const string EmailMissing = "contact-way-email";

    /// <summary>Or none.</summary>
    public static void MustBeATelephone<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(MaxPhone).Matches("^([+]?[0-9][0-9 ()-]{7,})?$").WithErrorCode("phone-signs");

    /// <summary>Or none. The address and nothing beside it: no name, no second one, no line of its own.</summary>
    public static IRuleBuilderOptions<T, string?> MustBeAnEmail<T>(this IRuleBuilder<T, string?> rule) => rule.MaximumLength(MaxEmail)
        .Must(email => string.IsNullOrEmpty(email) || IsAddress(email)).WithErrorCode("email-none");

    /// <summary>Who would be called has a number.</summary>
    public static void MustHaveItsNumber<T>(this IRuleBuilder<T, ContactWay?> rule, Func<T, string?> phone)
    {
        rule.IsInEnum();
        rule.Must((form, way) => way is not (ContactWay.Phone or ContactWay.TextMessage) || !string.IsNullOrWhiteSpace(phone(form))).WithErrorCode("contact-way-phone");
    }

    /// <summary>Who would be written to has an address.</summary>
    public static void MustHaveItsAddress<T>(this IRuleBuilder<T, ContactWay?> rule, Func<T, string?> email) =>
        rule.Must((form, way) => way != ContactWay.Email || !string.IsNullOrWhiteSpace(email(form))).WithErrorCode(EmailMissing);

    /// <summary>As a gateway for texts expects it: a plus, the land and the number, and digits alone. One without a land is Dutch.</summary>
    /// <returns>Null when it is none.</returns>
    public static string? International(string phone)
    {
        var digits = string.Concat(phone.Replace("(0)", "", StringComparison.Ordinal).Where(char.IsAsciiDigit));
        return phone switch
        {
            ['+', ..] => $"+{digits}",
            _ when digits.StartsWith("00", StringComparison.Ordinal) => $"+{digits[2..]}",
            _ when digits.StartsWith('0') => $"+31{digits[1..]}",
            _ => null,
        };
    }

    private static bool IsAddress(string typed) =>
        MailAddress.TryCreate(typed, out var address) && address.Address == typed && address.Host.Contains('.', StringComparison.Ordinal) && typed.All(sign => sign is > ' ' and < '\x7f');
}
