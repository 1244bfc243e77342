using System.Text.Json.Nodes;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Execution;

/// <summary>Wakes a visit at a bookmark, which is burned first: nothing wakes it twice.</summary>
internal sealed record ResumeBookmark(Bookmark Bookmark, JsonObject Input) : Step
{
    public override void Apply(WorkflowRun run)
    {
        var visit = run.Visits.Find(v => v.Id == Bookmark.ActivityExecutionId)
            ?? throw new InvalidOperationException($"Bookmark {Bookmark.Id} of instance {run.InstanceId} belongs to no visit that is open.");
        run.Bookmarks.Wake(Bookmark);
        run.Note(visit, JournalEvent.Resumed);
        run.Guard(visit, () => visit.Resume(Bookmark, Input));
    }
}
