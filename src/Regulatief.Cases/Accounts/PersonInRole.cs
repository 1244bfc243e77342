using System.Diagnostics.CodeAnalysis;

namespace Regulatief.Cases.Accounts;

/// <summary>Somebody in one of the roles that they hold: who is named or told in the one is not so in another. Written as <c>account:role</c>.</summary>
/// <param name="Role">Null where the person has one alone that it can be.</param>
public readonly record struct PersonInRole(Guid AccountId, AccountRole? Role) : IParsable<PersonInRole>
{
    private const char Separator = ':';

    public override string ToString() => Role is { } role ? $"{AccountId}{Separator}{role}" : AccountId.ToString();

    /// <exception cref="FormatException">It is neither an account nor an account in a role.</exception>
    public static PersonInRole Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var person) ? person : throw new FormatException($"'{s}' is no account, nor one in a role.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PersonInRole result)
    {
        result = default;
        var parts = (s ?? "").Split(Separator);
        if (parts.Length > 2 || !Guid.TryParse(parts[0], out var account)) return false;
        AccountRole? role = null;
        if (parts.Length == 2)
        {
            if (!Enum.TryParse<AccountRole>(parts[1], out var named) || named.ToString() != parts[1]) return false;
            role = named;
        }

        result = new PersonInRole(account, role);
        return true;
    }
}
