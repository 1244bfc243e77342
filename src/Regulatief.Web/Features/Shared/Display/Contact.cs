namespace Regulatief.Web.Features.Shared.Display;

/// <summary>Somebody who works here, with how they are reached by those who may know.</summary>
/// <param name="Phone">Of the office; null when it is not known, or not to the reader.</param>
/// <param name="Email">As the telephone.</param>
public sealed record Contact(string Name, string? Phone, string? Email)
{
    /// <summary>Where a telephone calls a number that people write with spaces.</summary>
    public static string Dial(string phone) => $"tel:{string.Concat(phone.Where(sign => sign == '+' || char.IsAsciiDigit(sign)))}";
}
