using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.Agreements;

/// <summary>Who puts a signature, for which party, and in which manner.</summary>
/// <param name="PersonId">Who holds the party's place: the client's, volunteer's or account's own id.</param>
public sealed record Signer(CaseRole Party, Guid PersonId, SigningManner Manner)
{
    /// <summary>This actor with the own account; a covering colleague signs for the absent professional. Needs the case's assignments loaded.</summary>
    /// <exception cref="InvalidOperationException">The actor is no party of cases, or not of this one: they should not have reached it.</exception>
    public static Signer With(Actor actor, Case @case) => Cases.Party.Of(actor.Role) switch
    {
        CaseRole.Client => new(CaseRole.Client, @case.ClientId.Value, SigningManner.OwnAccount),
        CaseRole.Volunteer when @case.CurrentAssignment is { } pairing => new(CaseRole.Volunteer, pairing.VolunteerId.Value, SigningManner.OwnAccount),
        CaseRole.Professional => new(
            CaseRole.Professional, @case.ProfessionalId, actor.AccountId == @case.ProfessionalId ? SigningManner.OwnAccount : SigningManner.CoveringColleague),
        CaseRole.Coordinator => new(CaseRole.Coordinator, actor.AccountId, SigningManner.OwnAccount),
        _ => throw new InvalidOperationException($"Account {actor.AccountId} of role {actor.Role} is no party of case {@case.Id}."),
    };

    /// <summary>The same for a coordinator who covers: the place is an absent colleague's.</summary>
    /// <param name="coordinators">Who holds the coordinator's place in the case.</param>
    public Signer InCover(Actor actor, IReadOnlyList<Guid> coordinators) => Party != CaseRole.Coordinator || coordinators.Contains(PersonId)
        ? this
        : this with { PersonId = coordinators.First(actor.ActsFor.Contains), Manner = SigningManner.CoveringColleague };

    /// <summary>The client, on the device of the professional who sits beside them.</summary>
    /// <exception cref="CaseRuleException"><c>agreement-device-is-the-professionals</c>: only a professional lends the device.</exception>
    public static Signer ClientBeside(Actor actor, Case @case) => actor.Role == AccountRole.ProbationOfficer
        ? new(CaseRole.Client, @case.ClientId.Value, SigningManner.ProfessionalsDevice)
        : throw new CaseRuleException("agreement-device-is-the-professionals");
}
