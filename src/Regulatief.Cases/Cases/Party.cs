using Regulatief.Cases.Accounts;

namespace Regulatief.Cases.Cases;

public static class Party
{
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
}
