namespace Regulatief.Cases.Cases;

/// <summary>What one person is given or denied beside their assignments, as it stands at one moment. Few: the rows of one person that last.</summary>
/// <param name="Excluded">Cases of which they may not even know: all of each client whom they know.</param>
/// <param name="Listed">Restricted cases on whose list they stand.</param>
/// <param name="Granted">Cases that they may look into, changing nothing.</param>
public sealed record CaseRights(IReadOnlyList<CaseId> Excluded, IReadOnlyList<CaseId> Listed, IReadOnlyList<GrantedCase> Granted)
{
    public static readonly CaseRights None = new([], [], []);

    /// <summary>By what they look into this case beside their work on it; null for nothing.</summary>
    public CaseAccessKind? GroundIn(CaseId caseId) => Granted.Where(g => g.CaseId == caseId).Select(g => (CaseAccessKind?)g.Kind).Max();
}

/// <param name="Until">Exclusive.</param>
public sealed record GrantedCase(CaseId CaseId, Guid AccessId, CaseAccessKind Kind, DateTimeOffset Until);
