using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Agreements;

public static class AgreementQueries
{
    /// <summary>The agreements that this actor may read: those of the cases that they see; a privacy officer reads all.</summary>
    public static IQueryable<InformationSharingAgreement> VisibleTo(this IQueryable<InformationSharingAgreement> agreements, Actor actor) => actor.Role switch
    {
        null or AccountRole.PrivacyOfficer => agreements,
        _ => agreements.OfCases(a => a.Case, NeedToKnow.Sees(actor)),
    };

    /// <summary>Those that may be in force: whether one is, its <see cref="InformationSharingAgreement.StateFor"/> decides.</summary>
    public static IQueryable<InformationSharingAgreement> SignedOf(this IQueryable<InformationSharingAgreement> agreements, Cases.CaseId caseId) =>
        agreements.Where(a => a.CaseId == caseId && a.Status == AgreementStatus.Signed);

    /// <summary>Whether the goals of the plan may be shown: to a volunteer only while an agreement in force passes them.</summary>
    /// <param name="actor">Someone who may see the case.</param>
    /// <param name="case">With its assignments.</param>
    public static async Task<bool> MayReadGoalsAsync(
        this RegulatiefDbContext db, Actor actor, Cases.Case @case, DateOnly today, CancellationToken cancellationToken)
    {
        if (actor.Role != AccountRole.Volunteer) return true;

        var signed = await db.Agreements.SignedOf(@case.Id).AsNoTracking().ToListAsync(cancellationToken);
        return signed.Exists(a => a.StateFor(@case, today) == AgreementForce.InForce && a.Covers(InformationCategory.PlanGoals, Cases.CaseRole.Volunteer));
    }
}
