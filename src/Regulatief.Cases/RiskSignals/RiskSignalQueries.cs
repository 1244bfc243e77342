using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;

namespace Regulatief.Cases.RiskSignals;

public static class RiskSignalQueries
{
    /// <summary>The signals whose content this actor may read; for all others they do not exist.</summary>
    /// <remarks>
    /// Before sharing a signal is its volunteer's. Professional and coordinator are let in by a disclosure to their role. The client sees what was
    /// discussed with them; what was shared under an exception only after its review released it.
    /// </remarks>
    public static IQueryable<RiskSignal> VisibleTo(this IQueryable<RiskSignal> signals, Actor actor) => actor.Role switch
    {
        null => signals,
        AccountRole.Volunteer => signals.Where(s => s.Volunteer.AccountId == actor.AccountId),
        AccountRole.ProbationOfficer => signals.Where(s =>
            actor.ActsFor.Contains(s.Case.ProfessionalId) && s.Disclosures.Any(d => d.Recipient == CaseRole.Professional)),
        AccountRole.Coordinator => signals.Where(s =>
            s.Case.Project.Coordinators.Any(k => k.AccountId == actor.AccountId) && s.Disclosures.Any(d => d.Recipient == CaseRole.Coordinator)),
        AccountRole.Client => signals.Where(s =>
            s.Case.Client.AccountId == actor.AccountId
            && (s.Ground == SharingGround.AcuteDanger || s.Ground == SharingGround.LegalDuty ? s.ReleasedToClientAt != null : s.DiscussedAt != null)),
        _ => signals.Where(_ => false),
    };
}
