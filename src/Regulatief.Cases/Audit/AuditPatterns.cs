using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Audit;

/// <summary>What makes looks into files worth a question. None of them is wrong by itself.</summary>
public enum AuditPattern
{
    /// <summary>Of a case on which the person has no work, and never had.</summary>
    WithoutWork,

    /// <summary>More than <see cref="AuditPatterns.ManyCases"/> cases within an hour.</summary>
    ManyCases,

    /// <summary>Between 22:00 and 6:00, Europe/Amsterdam.</summary>
    AtNight,

    /// <summary>Of a client who bears the family name of the person who looked.</summary>
    Namesake,

    /// <summary>More than <see cref="AuditPatterns.AfterClosure"/> after the case was closed.</summary>
    AfterClosure,
}

/// <summary>That somebody who works here opened something of a case, with what it is judged by.</summary>
/// <param name="HasWork">It is or was theirs to work on.</param>
/// <param name="IsNamesake">Their family name is the client's.</param>
/// <param name="ClosedAt">Of the case; null while it runs.</param>
public sealed record Look(Guid PersonId, AccountRole Role, CaseId CaseId, DateTimeOffset At, bool HasWork, bool IsNamesake, DateTimeOffset? ClosedAt);

/// <summary>Looks of one person that stand out in one way.</summary>
public sealed record LooksStandingOut(AuditPattern Pattern, Guid PersonId, AccountRole Role, int Looks, IReadOnlyList<CaseId> Cases, DateTimeOffset First, DateTimeOffset Last);

/// <summary>Which looks stand out. A pure judgement: whoever asks has read the rows.</summary>
public static class AuditPatterns
{
    public const int ManyCases = 20;

    /// <summary>Till then a closed case is still being finished.</summary>
    public static readonly TimeSpan AfterClosure = TimeSpan.FromDays(14);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeOnly NightFrom = new(22, 0);
    private static readonly TimeOnly NightUntil = new(6, 0);

    /// <summary>One for each person and pattern, the most looks first.</summary>
    public static IReadOnlyList<LooksStandingOut> In(IEnumerable<Look> looks)
    {
        List<LooksStandingOut> found = [];
        foreach (var ofPerson in looks.GroupBy(look => (look.PersonId, look.Role)))
        {
            var theirs = ofPerson.OrderBy(look => look.At).ToList();
            foreach (var pattern in Enum.GetValues<AuditPattern>())
            {
                var those = pattern == AuditPattern.ManyCases ? InBusyHours(theirs) : theirs.FindAll(look => Shows(pattern, look));
                if (those.Count == 0) continue;
                found.Add(new LooksStandingOut(
                    pattern, ofPerson.Key.PersonId, ofPerson.Key.Role, those.Count, [.. those.Select(look => look.CaseId).Distinct()], those[0].At, those[^1].At));
            }
        }

        return [.. found.OrderByDescending(f => f.Looks).ThenBy(f => f.PersonId).ThenBy(f => f.Pattern)];
    }

    private static bool Shows(AuditPattern pattern, Look look) => pattern switch
    {
        AuditPattern.WithoutWork => !look.HasWork,
        AuditPattern.AtNight => LegalTime.TimeOf(look.At).IsBetween(NightFrom, NightUntil),
        AuditPattern.Namesake => look.IsNamesake,
        AuditPattern.AfterClosure => look.ClosedAt is { } closed && look.At - closed > AfterClosure,
        _ => false,
    };

    /// <summary>All looks that lie in an hour with too many cases.</summary>
    /// <param name="looks">Of one person, by their instant.</param>
    private static List<Look> InBusyHours(List<Look> looks)
    {
        var isBusy = new bool[looks.Count];
        var inHour = new Dictionary<CaseId, int>();
        for (var (first, last) = (0, 0); last < looks.Count; last++)
        {
            inHour[looks[last].CaseId] = inHour.GetValueOrDefault(looks[last].CaseId) + 1;
            for (; looks[last].At - looks[first].At >= Hour; first++)
                if (--inHour[looks[first].CaseId] == 0) inHour.Remove(looks[first].CaseId);
            if (inHour.Count > ManyCases) Array.Fill(isBusy, true, first, last - first + 1);
        }

        return [.. looks.Where((_, at) => isBusy[at])];
    }
}
