using Regulatief.Cases.Accounts;
using Regulatief.Cases.Contacts;

namespace Regulatief.Web.Features.Shared.Display;

/// <summary>Somebody with how they are reached by those who may know.</summary>
/// <param name="Phone">Null when it is not known, or not to the reader.</param>
/// <param name="Email">As the telephone.</param>
/// <param name="Prefers">How they would like to be reached; as the telephone.</param>
public sealed record Contact(string Name, string? Phone, string? Email, ContactWay? Prefers)
{
    public static Contact Of(PartyContact contact) => new(contact.Name, contact.Phone, contact.Email, contact.Prefers);

    /// <summary>Where a telephone calls a number that people write with spaces.</summary>
    public static string Dial(string phone) => $"tel:{string.Concat(phone.Where(sign => sign == '+' || char.IsAsciiDigit(sign)))}";
}
