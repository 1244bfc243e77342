using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.SafetyChecks;

public static class SafetyCheckQueries
{
    /// <summary>Whether volunteer and client may agree to meet there: at the office, or without meeting; elsewhere when the last check of that place found it safe.</summary>
    public static async Task<bool> AllowAsync(this IQueryable<SafetyCheck> checks, CaseId caseId, LocationType place, CancellationToken cancellationToken) =>
        place is LocationType.ProbationOffice or LocationType.ByPhoneOrOnline
        || await checks.Where(c => c.CaseId == caseId && c.Considered == place).OrderByDescending(c => c.DecidedAt).Select(c => c.IsSafe).FirstOrDefaultAsync(cancellationToken);
}
