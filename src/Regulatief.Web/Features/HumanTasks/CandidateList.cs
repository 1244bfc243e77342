using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Shared.Forms;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>Volunteers as a coordinator reads them when choosing one.</summary>
internal static class CandidateList
{
    public static IEnumerable<DescribedItem> Available(IEnumerable<VolunteerCandidate> candidates, Texts texts, Dates dates) =>
        candidates.Where(c => c.IsAvailable).OrderBy(c => c.Caseload).Select(c => new DescribedItem(
            texts["HumanTasks.MatchVolunteer.Candidate", c.Name, c.Place],
            c.Id.ToString(),
            string.Join('\n', LinesOf(c, texts, dates).OfType<string>())));

    private static IEnumerable<string?> LinesOf(VolunteerCandidate candidate, Texts texts, Dates dates) =>
    [
        candidate.Expertise,
        candidate.Availability is { } availability ? texts["HumanTasks.MatchVolunteer.Availability", availability] : null,
        texts["HumanTasks.MatchVolunteer.CandidateLoad", candidate.Caseload, candidate.Capacity, dates.Day(candidate.ConductDeclarationUntil!.Value)],
    ];
}
