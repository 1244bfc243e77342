using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Agreements;

/// <summary>When what all parties of a case signed ends soon, or has ended: said on every page that depends on it.</summary>
/// <param name="LastDay">Inclusive.</param>
public sealed record AgreementEnd(AgreementId AgreementId, DateOnly LastDay, bool HasEnded)
{
    /// <summary>When the parties are reminded, and from the first of them on it is said.</summary>
    public static readonly IReadOnlyList<int> WeeksBefore = [6, 2];

    /// <summary>Null where nothing was signed, where it lasts longer than that, and where what was signed was withdrawn.</summary>
    public static AgreementEnd? Of(IEnumerable<InformationSharingAgreement> agreements, DateOnly today) =>
        Last(agreements) is { } last && last.LastDay < today.AddDays(WeeksBefore[0] * 7) ? new AgreementEnd(last.Id, last.LastDay, last.LastDay < today) : null;

    /// <summary>The signed one that lasts longest: after it nothing stands. Null without one.</summary>
    internal static InformationSharingAgreement? Last(IEnumerable<InformationSharingAgreement> agreements) =>
        agreements.Where(a => a.Status == AgreementStatus.Signed).MaxBy(a => a.LastDay);
}

public static class AgreementEndQueries
{
    /// <summary>Null for a closed case too: nothing is shared there any more.</summary>
    /// <param name="case">One that the reader may see.</param>
    public static async Task<AgreementEnd?> AgreementEndOfAsync(this RegulatiefDbContext db, Case @case, DateOnly today, CancellationToken cancellationToken) =>
        @case.IsClosed ? null : AgreementEnd.Of(await db.Agreements.SignedOf(@case.Id).AsNoTracking().ToListAsync(cancellationToken), today);
}
