using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Execution;

/// <summary>The open bookmarks of a run, and what became of those that were open before it.</summary>
internal sealed class BookmarkLedger(IReadOnlyList<Bookmark> before)
{
    private readonly List<Bookmark> open = [.. before];
    private readonly HashSet<Guid> existedBefore = [.. before.Select(b => b.Id)];
    private readonly List<Bookmark> woken = [];
    private readonly List<Bookmark> canceled = [];

    public IReadOnlyList<Bookmark> Open => open;

    /// <summary>Those that outlive the run. One made and burned in the same run never existed to the outside.</summary>
    public IReadOnlyList<Bookmark> Created => [.. open.Where(b => !existedBefore.Contains(b.Id))];

    public IReadOnlyList<Bookmark> Woken => woken;

    public IReadOnlyList<Bookmark> Canceled => canceled;

    public bool IsWaiting(Visit visit) => open.Exists(b => b.ActivityExecutionId == visit.Id);

    public void Add(Bookmark bookmark) => open.Add(bookmark);

    public void Wake(Bookmark bookmark)
    {
        open.Remove(bookmark);
        if (existedBefore.Contains(bookmark.Id))
        {
            woken.Add(bookmark);
        }
    }

    public void BurnOf(Visit visit) => Burn(b => b.ActivityExecutionId == visit.Id);

    /// <summary>Burns the bookmarks of every visit to a node: cancelling one visit calls off its siblings' waits too, as in Elsa 3.</summary>
    public void BurnAt(ActivityNode node) => Burn(b => b.ActivityId == node.Id);

    public void BurnAll() => Burn(_ => true);

    private void Burn(Predicate<Bookmark> condition)
    {
        canceled.AddRange(open.Where(b => condition(b) && existedBefore.Contains(b.Id)));
        open.RemoveAll(condition);
    }
}
