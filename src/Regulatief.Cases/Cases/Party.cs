using Regulatief.Cases.Accounts;

namespace Regulatief.Cases.Cases;

public static class Party
{
    /// <summary>Who sit at one table: a coordinator sees that they do, and is not there.</summary>
    public static readonly IReadOnlyList<CaseRole> AtTable = [CaseRole.Client, CaseRole.Volunteer, CaseRole.Professional];

    /// <summary>The party that an account of this role is in a case; null for roles that are no party.</summary>
    public static CaseRole? Of(AccountRole? role) => role switch
    {
        AccountRole.Client => CaseRole.Client,
        AccountRole.Volunteer => CaseRole.Volunteer,
        AccountRole.ProbationOfficer => CaseRole.Professional,
        AccountRole.Coordinator => CaseRole.Coordinator,
        _ => null,
    };

    public static AccountRole RoleOf(CaseRole party) => party switch
    {
        CaseRole.Client => AccountRole.Client,
        CaseRole.Volunteer => AccountRole.Volunteer,
        CaseRole.Professional => AccountRole.ProbationOfficer,
        CaseRole.Coordinator => AccountRole.Coordinator,
        _ => throw new ArgumentOutOfRangeException(nameof(party), party, "Expected a party of a case."),
    };

    /// <summary>As whom the actor sits at the table; null for who does not.</summary>
    public static CaseRole? PartyAtTable(this Actor actor) => Of(actor.Role) is { } party && AtTable.Contains(party) ? party : null;

    /// <exception cref="CaseRuleException"><c>role-may-not</c>: the actor does not sit there.</exception>
    public static CaseRole ExpectAtTable(this Actor actor) => actor.PartyAtTable() ?? throw new CaseRuleException("role-may-not", actor.Role!);

    /// <summary>Those at the table of this case: without the volunteer while nobody is paired. Needs the case as it is loaded for change.</summary>
    public static IReadOnlyList<CaseRole> PartiesAtTable(this Case @case) =>
        [.. AtTable.Where(party => party != CaseRole.Volunteer || @case.CurrentAssignment is not null)];

    /// <summary>The same as the persons who are told: those of them who have an account.</summary>
    public static IEnumerable<PersonInRole> PeopleAtTable(this Case @case) => AtTable.Select(@case.HolderOf).OfType<PersonInRole>();

    /// <summary>Who holds a party's place; null for a client without an account, between two volunteers, and for a coordinator, who is the project's. Needs the case as it is loaded for change.</summary>
    public static PersonInRole? HolderOf(this Case @case, CaseRole party)
    {
        var account = party switch
        {
            CaseRole.Client => @case.Client.AccountId,
            CaseRole.Volunteer => @case.CurrentAssignment?.Volunteer.AccountId,
            CaseRole.Professional => @case.ProfessionalId,
            _ => null,
        };
        return account is { } id ? new PersonInRole(id, RoleOf(party)) : null;
    }
}
