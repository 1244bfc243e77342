using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Expressions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Execution;

/// <summary>One run while it is being calculated: the instance taken apart, the agenda, and what came of it so far.</summary>
internal sealed class WorkflowRun
{
    /// <summary>The most visits in one run. Real cases make tens; past this the definition turns in a circle.</summary>
    public const int MaxVisits = 20_000;

    private readonly Queue<Step> agenda = new();
    private readonly IActivityCatalog catalog;
    private readonly List<JournalEntry> journal = [];
    private readonly ExpressionEvaluator expressions = new();
    private int visitsMade;

    public WorkflowRun(RunRequest request, IActivityCatalog catalog)
    {
        Request = request;
        this.catalog = catalog;
        Source = new SeededSource(request.Seed, request.Now, request.Instance.Id);
        Bookmarks = new BookmarkLedger(request.Instance.Bookmarks);
        Incidents = new IncidentLedger(this, request.Instance.Incidents);
        Data = new WorkflowData(request.Definition, request.Instance);
        IsRootCompleted = request.Instance.IsRootCompleted;
    }

    public RunRequest Request { get; }

    public WorkflowDefinition Definition => Request.Definition;

    public Guid InstanceId => Request.Instance.Id;

    public DateTimeOffset Now => Request.Now;

    public SeededSource Source { get; }

    public BookmarkLedger Bookmarks { get; }

    public IncidentLedger Incidents { get; }

    public WorkflowData Data { get; }

    /// <summary>The visits that are not over, in the order of making.</summary>
    public List<Visit> Visits { get; } = [];

    public List<Effect> Effects { get; } = [];

    public List<string> Lines { get; } = [];

    public IReadOnlyList<JournalEntry> Journal => journal;

    public bool IsRootCompleted { get; set; }

    /// <summary>How the workflow was ended as a whole; null while it was not.</summary>
    public WorkflowSubStatus? EndedAs { get; private set; }

    /// <summary>The trigger that started this run; null when none did.</summary>
    public string? StartedBy { get; set; }

    /// <summary>The trigger that started this run and has not been visited yet; null when none is.</summary>
    public string? PendingTriggerId { get; set; }

    public void Enqueue(Step step) => agenda.Enqueue(step);

    public void Apply(Step step) => step.Apply(this);

    /// <summary>Takes steps off the agenda until it is empty.</summary>
    public void Drain()
    {
        while (agenda.TryDequeue(out var step))
        {
            Apply(step);
        }
    }

    /// <summary>Completes the workflow, calling off what its root still does.</summary>
    public void CompleteRoot()
    {
        IsRootCompleted = true;
        if (Visits.Find(v => v.Parent is null) is { } root)
        {
            Apply(new CancelSubtree(root, CancelOrder.ParentFirst));
        }
    }

    /// <summary>Ends the workflow as a whole, whatever is still open in it. Nothing follows from what is called off.</summary>
    /// <param name="last">The visit that ends it, and completes by itself; null when it is ended from outside.</param>
    public void End(WorkflowSubStatus subStatus, Visit? last = null)
    {
        EndedAs = subStatus;
        agenda.Clear();
        Bookmarks.BurnAll();
        foreach (var visit in Visits.Where(v => v != last).Reverse().ToList())
        {
            visit.AwaitNothing();
            visit.MoveTo(ActivityStatus.Canceled);
            Note(visit, JournalEvent.Canceled);
            visit.Activity.Canceled(visit);
        }
    }

    /// <summary>Takes off the agenda what a visit scheduled and was not begun.</summary>
    public void Withdraw(Visit owner)
    {
        var kept = agenda.Where(s => s is not ScheduleActivity scheduled || scheduled.Owner != owner).ToList();
        agenda.Clear();
        kept.ForEach(agenda.Enqueue);
    }

    /// <summary>Whether a child is on the agenda and not begun.</summary>
    public bool IsScheduled(Visit owner, ActivityNode node) => agenda.OfType<ScheduleActivity>().Any(s => s.Owner == owner && s.Node == node);

    /// <summary>Whether something is still to be begun for this visit or for one below it.</summary>
    public bool HasScheduledWork(Visit visit) =>
        agenda.OfType<ScheduleActivity>().Any(s => s.Owner is { } owner && owner.SelfAndAncestors().Contains(visit));

    /// <summary>Makes a visit.</summary>
    /// <exception cref="ActivityFaultException"><c>too-many-visits</c>.</exception>
    public Visit Open(ActivityNode node, Visit? owner, bool cameBack)
    {
        var execution = new ActivityExecution(Source.NextId(), node.Id, owner?.Id, ActivityStatus.Running, Now) { CameBack = cameBack };
        var visit = new Visit(this, execution, node, BehaviourOf(node));
        if (owner is not null)
        {
            visit.JoinParent(owner);
        }

        Visits.Add(visit);
        visitsMade++;
        return visit;
    }

    public bool IsTooLong => visitsMade > MaxVisits;

    /// <summary>What is written in an input, as it is now for a visit; null sees the workflow alone.</summary>
    public JsonNode? Evaluate(InputValue input, Visit? visit) => expressions.Evaluate(input, new VisitScope(this, visit));

    /// <summary>Runs a whole script, as <c>Elsa.RunJavaScript</c> does.</summary>
    public ScriptResult RunScript(string script, Visit visit) => expressions.RunScript(script, new VisitScope(this, visit));

    /// <summary>The behaviour of a node's type.</summary>
    public Activity BehaviourOf(ActivityNode node) => catalog.Find(node.Type)
        ?? throw new InvalidOperationException(
            $"Instance {InstanceId} came to '{node.Id}' of type '{node.Type}', which the catalogue does not know.");

    public void Note(Visit visit, JournalEvent what, IReadOnlyList<string>? outcomes = null)
    {
        var (node, sequence) = (visit.Node, Request.Instance.JournalSequence + journal.Count + 1);
        journal.Add(new JournalEntry(sequence, node.Id, node.NodeId, node.Type, visit.Id, what, outcomes ?? [], Now));
    }

    /// <summary>The border of an activity: whatever goes wrong in its code becomes an incident of the visit. Our own bugs pass.</summary>
    public void Guard(Visit visit, Action action)
    {
        try
        {
            action();
        }
        catch (ActivityFaultException e)
        {
            Apply(new FaultActivity(visit, e.Kind, e.Message, e.IsRetryable));
        }
        catch (Exception e) when (e is not InvalidOperationException)
        {
            // The message of a stranger's exception may hold anything, also client content; its type cannot.
            Apply(new FaultActivity(visit, "activity-failed", $"'{visit.Node.Type}' failed with {e.GetType().Name}.", IsRetryable: true));
        }
    }
}
