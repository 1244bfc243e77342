using Regulatief.Cases.HumanTasks;
using Regulatief.Web.Features.Shared.Forms;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>Colleagues as one reads them who gives them a task: what they have to do already, and whether they are here.</summary>
internal static class ColleagueList
{
    public static IEnumerable<DescribedItem> Items(IEnumerable<TaskCandidate> candidates, Guid me, Texts texts, Dates dates) => candidates.Select(c => new DescribedItem(
        c.AccountId == me ? texts["HumanTasks.Assign.Myself", c.Name] : c.Name,
        c.AccountId.ToString(),
        string.Join('\n', LinesOf(c, texts, dates).OfType<string>())));

    private static IEnumerable<string?> LinesOf(TaskCandidate candidate, Texts texts, Dates dates) =>
    [
        $"{texts.Count("HumanTasks.Assign.Load", candidate.OpenTasks)}{(candidate.Overdue > 0 ? texts["HumanTasks.Assign.Overdue", candidate.Overdue] : "")} · {texts.Count("HumanTasks.Assign.Cases", candidate.Cases)}",
        candidate.AbsentUntil is not { } until ? null
            : candidate.CoveredBy is { } by ? texts["HumanTasks.Assign.Absent", dates.LongDay(until), by] : texts["HumanTasks.Assign.Away", dates.LongDay(until)],
    ];
}
