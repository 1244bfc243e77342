using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Meetings;

public static class MeetingParties
{
    /// <summary>Who are at the table: the client, the professional, and the volunteer when one is paired. Needs the case as it is loaded for change.</summary>
    public static IReadOnlyList<CaseRole> PartiesOfMeetings(this Case @case) =>
        @case.CurrentAssignment is null ? [CaseRole.Client, CaseRole.Professional] : [CaseRole.Client, CaseRole.Volunteer, CaseRole.Professional];

    /// <summary>The account of a party; null for a client without one, and between two volunteers.</summary>
    public static Guid? AccountOf(this Case @case, CaseRole party) => party switch
    {
        CaseRole.Client => @case.Client.AccountId,
        CaseRole.Volunteer => @case.CurrentAssignment?.Volunteer.AccountId,
        CaseRole.Professional => @case.ProfessionalId,
        _ => null,
    };

    /// <summary>The parties that have an account, as the persons who are told.</summary>
    public static IEnumerable<PersonInRole> PeopleOfMeetings(this Case @case) =>
        from party in @case.PartiesOfMeetings()
        let account = @case.AccountOf(party)
        where account is not null
        select new PersonInRole(account.Value, Party.RoleOf(party));

    /// <summary>The party as which the actor has a say in when and where.</summary>
    /// <exception cref="CaseRuleException"><c>role-may-not</c>: a coordinator sees when one meets, and is not there.</exception>
    public static CaseRole PartyAtTable(this Actor actor)
    {
        actor.RefuseUnless(AccountRole.Client, AccountRole.Volunteer, AccountRole.ProbationOfficer);
        return Party.Of(actor.Role)!.Value;
    }
}
