using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.ShippedWorkflows;

/// <summary>The shipped cycle, step by step: once with everything kept in memory, once with everything read anew from the store after each commit.</summary>
public sealed class RegulatieveCyclusTests(SqliteHost host) : FeatureTest(host)
{
    private const string Definition = "regulatieve-cyclus";

    // A step is a node with the outcome it ends with, or an event that is published.
    private static readonly string[] WholeCycle =
    [
        "intake:Done", "inclusiecheck:MoreInformation", "aanvullen:Done", "inclusiecheck:Included",
        "matching:NoMatch", "geen-vrijwilliger:Opnieuw zoeken", "matching:Matched", "startcontact:Done", "veiligheid:Done", "taakverdeling:Done",
        "afspraken:Refused", "afspraken-opnieuw-bespreken:Refused", "zonder-delen:Verder zonder delen",
        "driegesprek:Held", "volgend-gesprek:Due", "driegesprek:Missed", "gemist-gesprek:Done",
        "!volunteer-leaves", "overdracht:NoSuccessor", "opvolger-zoeken:Matched", "startcontact-opvolger:Done", "opvolger-tekent:Agreed",
        "!paused", "!resumed", "!agreement-withdrawn", "nieuwe-afspraken:Agreed",
        "!evaluation-asked", "evaluatie:NextRound", "taakverdeling:Done", "afspraken:Agreed",
        "driegesprek:EvaluationDue", "evaluatie:Adjust", "taakverdeling:Done", "afspraken:Agreed",
        "driegesprek:EvaluationDue", "evaluatie:Close", "afsluiten:Done",
    ];

    public static TheoryData<string> Endings =>
    [
        "intake:Withdrawn",
        "intake:Done inclusiecheck:NotIncluded uitslag-bespreken:Done",
        "intake:Done inclusiecheck:Included !stopped afsluiten:Done",
        "intake:Done inclusiecheck:Included matching:NoMatch geen-vrijwilliger:Sluiten afsluiten:Done",
    ];

    [Fact]
    public async Task Cycle_ReloadedAfterEachCommit_HasTheSameJournal()
    {
        var straight = await Given(A.Case().Running(Definition));
        var reloaded = await Given(A.Case().Running(Definition));

        await StraightThroughAsync(straight, WholeCycle);
        foreach (var step in WholeCycle) await StraightThroughAsync(reloaded, [step]);

        var journal = await JournalOf(straight);
        journal.Count.ShouldBeGreaterThan(100);
        (await JournalOf(reloaded)).ShouldBe(journal);
        (await CaseOf(straight)).IsClosed.ShouldBeTrue();
        (await CaseOf(straight)).Round.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Cycle_OtherEnding_ClosesAndLeavesNothingOpen(string steps)
    {
        var @case = await Given(A.Case().Running(Definition));

        foreach (var step in steps.Split(' ')) await StraightThroughAsync(@case, [step]);

        (await CaseOf(@case)).IsClosed.ShouldBeTrue();
        (await Read(db => db.HumanTasks.CountAsync(t => t.CaseId == @case.Id && t.Status == Cases.HumanTasks.HumanTaskStatus.Open, Cancel))).ShouldBe(0);
        (await Read(db => db.DueWork.CountAsync(w => w.CaseId == @case.Id, Cancel))).ShouldBe(0);
        (await Read(db => db.Bookmarks.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task Cycle_StoppedWhileMeeting_EndsWhatWasOpenButTheClosure()
    {
        var @case = await Given(A.Case().Running(Definition));
        await StraightThroughAsync(@case,
        [
            "intake:Done", "inclusiecheck:Included", "matching:Matched", "startcontact:Done", "veiligheid:Done", "taakverdeling:Done", "afspraken:Agreed",
        ]);

        await StraightThroughAsync(@case, ["!stopped"]);

        var open = await Read(db => db.HumanTasks.Where(t => t.CaseId == @case.Id && t.Status == Cases.HumanTasks.HumanTaskStatus.Open).Select(t => t.ActivityId).ToListAsync(Cancel));
        open.ShouldBe(["afsluiten"]);
        (await Read(db => db.Meetings.CountAsync(m => m.Status == Cases.Meetings.MeetingStatus.Planned, Cancel))).ShouldBe(0);
    }

    /// <summary>Plays steps in one scope with one context: nothing is read anew between them but what is asked for.</summary>
    private async Task StraightThroughAsync(CaseUnderTest @case, IEnumerable<string> steps)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        var workflows = scope.ServiceProvider.GetRequiredService<WorkflowHost>();
        var loaded = await db.CaseForChangeAsync(CaseKey.Of(@case.Id), Actor.System, Cancel);
        foreach (var step in steps)
        {
            await PlayAsync(db, workflows, loaded, step);
            await db.SaveChangesAsync(Cancel);
        }
    }

    private static async Task PlayAsync(RegulatiefDbContext db, WorkflowHost workflows, Case @case, string step)
    {
        if (step.StartsWith('!'))
        {
            await workflows.PublishAsync(@case, step[1..], Cancel);
            return;
        }

        var (node, outcome) = (step[..step.IndexOf(':')], step[(step.IndexOf(':') + 1)..]);
        var bookmark = await db.Bookmarks.SingleAsync(
            b => b.ActivityId == node && db.Instances.Any(i => i.Id == b.InstanceId && i.CaseId == @case.Id && i.Status == WorkflowStatus.Running), Cancel);
        if (await db.HumanTasks.SingleOrDefaultAsync(t => t.BookmarkId == bookmark.Id, Cancel) is { } task)
            await workflows.CompleteTaskAsync(task, @case, outcome, Guid.Empty, null, Cancel);
        else
            (await workflows.ResumeAsync(bookmark.InstanceId, @case, bookmark.Id, new JsonObject { ["outcome"] = outcome }, Cancel)).ShouldBeTrue();
    }

    private Task<List<string>> JournalOf(CaseUnderTest @case) => Read(db => db.Journal
        .Where(e => db.Instances.Any(i => i.Id == e.InstanceId && i.CaseId == @case.Id)).OrderBy(e => e.Sequence)
        .Select(e => $"{e.Sequence} {e.NodeId} {e.Event} {e.Outcomes}").ToListAsync(Cancel));
}
