using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Format;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Stimuli;
using Regulatief.Engine.Tests.Testing;

namespace Regulatief.Engine.Tests.Execution;

/// <summary>What holds after every run, whatever the definition and in whatever order people answer.</summary>
public class RunInvariantsTests
{
    private static readonly List<WorkflowDefinition> Definitions = [.. File.ReadLines("Reference/runs.jsonl")
        .Select(l => JsonNode.Parse(l)!["definition"]!.ToJsonString())
        .Select(json => DefinitionReader.Read(json, A.Catalog).Definition!)];

    [Fact]
    public void Runs_OfAnyDefinitionInAnyOrder_LeaveTheInstanceWhole()
    {
        var journeys =
            from definition in Gen.Elements<WorkflowDefinition>(Definitions)
            from picks in Gen.Choose(0, 100).ListOf(8)
            select (definition, picks);

        Check.QuickThrowOnFailure(Prop.ForAll(journeys.ToArbitrary(), journey =>
        {
            var run = TestRun.Start(journey.definition, isReloaded: true);
            Whole(run);
            foreach (var pick in journey.picks.Where(_ => run.Instance.Bookmarks.Count > 0))
            {
                var before = run.Instance.Bookmarks;
                run.Apply(new Stimulus.Resume(before[pick % before.Count].Id));
                Whole(run);
                var after = before.Except(run.Result.BookmarksBurned, ById).Concat(run.Result.BookmarksCreated);
                after.ShouldBe(run.Instance.Bookmarks, ById, ignoreOrder: true);
            }
        }));
    }

    private static IEqualityComparer<Bookmark> ById { get; } = EqualityComparer<Bookmark>.Create((a, b) => a?.Id == b?.Id, b => b.Id.GetHashCode());

    private static void Whole(TestRun run)
    {
        var instance = run.Instance;
        var open = instance.Executions.Select(e => e.Id).ToHashSet();
        run.Journal.Select(j => j.Sequence).ShouldBe(Enumerable.Range(1, run.Journal.Count));
        instance.Bookmarks.ShouldAllBe(b => open.Contains(b.ActivityExecutionId));
        instance.Executions.ShouldAllBe(e => e.ParentId == null || open.Contains(e.ParentId.Value));
        FoldedJournal(run.Journal).ShouldBe(instance.Executions.Where(e => e.Status == ActivityStatus.Running).Select(e => e.Id), ignoreOrder: true);
        (instance.Status == WorkflowStatus.Finished).ShouldBe(instance.Executions.Count == 0);
    }

    /// <summary>The visits that the journal says are open.</summary>
    private static IEnumerable<Guid> FoldedJournal(IEnumerable<JournalEntry> journal) => journal
        .GroupBy(j => j.ActivityExecutionId)
        .Where(visit => visit.Last().Event is JournalEvent.Started or JournalEvent.Suspended or JournalEvent.Resumed)
        .Select(visit => visit.Key);
}
