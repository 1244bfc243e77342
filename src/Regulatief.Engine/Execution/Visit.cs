using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Expressions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Execution;

/// <summary>One visit to an activity while a run is calculated, and the context its activity sees.</summary>
internal sealed class Visit : ActivityContext
{
    private readonly WorkflowRun run;
    private readonly Dictionary<string, int> awaited;
    private readonly Dictionary<string, VariableValue> variables;
    private JsonObject? state;
    private bool scheduled;

    /// <summary>Takes a visit up where an earlier run left it, or as new as it is given.</summary>
    public Visit(WorkflowRun run, ActivityExecution stored, ActivityNode node, Activity activity)
    {
        this.run = run;
        Id = stored.Id;
        Node = node;
        Activity = activity;
        Status = stored.Status;
        StartedAt = stored.StartedAt;
        state = stored.State?.DeepClone().AsObject();
        variables = VariableTypes.AtFirst(node.Variables, stored.Variables);
        awaited = new Dictionary<string, int>(stored.Awaited);
        Tokens = [.. stored.Tokens];
        IsBreaking = stored.IsBreaking;
        CameBack = stored.CameBack;
    }

    public Guid Id { get; }

    public Activity Activity { get; }

    public Visit? Parent { get; private set; }

    /// <summary>The children that are not over.</summary>
    public List<Visit> Children { get; } = [];

    public ActivityStatus Status { get; private set; }

    public DateTimeOffset StartedAt { get; }

    public List<FlowToken> Tokens { get; }

    public bool IsBreaking { get; set; }

    /// <summary>Whether a flowchart's loop led to it.</summary>
    public bool CameBack { get; }

    public IEnumerable<VariableValue> Variables => variables.Values;

    /// <summary>Whether it is not over: it runs, or has failed and may be tried again.</summary>
    public bool CanBeCanceled => Status is not ActivityStatus.Canceled and not ActivityStatus.Completed;

    public WorkflowRun Run => run;

    public override ActivityNode Node { get; }

    public override Guid ExecutionId => Id;

    public override Guid InstanceId => run.InstanceId;

    public override DateTimeOffset Now => run.Now;

    public override bool IsTrigger => run.PendingTriggerId == Node.Id;

    public override JsonObject State => state ??= [];

    public IEnumerable<Visit> SelfAndAncestors()
    {
        for (var visit = this; visit is not null; visit = visit.Parent)
        {
            yield return visit;
        }
    }

    public void JoinParent(Visit parent)
    {
        Parent = parent;
        if (CanBeCanceled)
        {
            parent.Children.Add(this);
        }
    }

    public void Execute()
    {
        if (run.IsTooLong)
        {
            throw new ActivityFaultException(
                "run-too-long", $"The run made more than {WorkflowRun.MaxVisits} visits without coming to rest: the definition turns in a circle.");
        }

        Activity.Execute(this);
        if (IsTrigger)
        {
            run.PendingTriggerId = null;
        }

        Settle();
    }

    public void Resume(Bookmark bookmark, JsonObject input)
    {
        Activity.Resume(this, bookmark, input);
        Settle();
    }

    public void MoveTo(ActivityStatus next)
    {
        var isLegal = (Status, next) switch
        {
            (ActivityStatus.Running, not ActivityStatus.Pending and not ActivityStatus.Running) => true,
            (ActivityStatus.Faulted, ActivityStatus.Running or ActivityStatus.Canceled) => true,
            _ => false,
        };
        if (!isLegal)
        {
            throw new InvalidOperationException($"Visit {Id} to '{Node.Id}' in instance {run.InstanceId} cannot go from {Status} to {next}.");
        }

        if (Status == ActivityStatus.Faulted)
        {
            run.Incidents.Resolve(this);
        }

        Status = next;
        if (next is ActivityStatus.Completed or ActivityStatus.Canceled)
        {
            // Nothing asks for it any more but its children, if they outlive it. A loop makes thousands in one run.
            run.Visits.Remove(this);
            Parent?.Children.Remove(this);
        }
    }

    /// <summary>Forgets what an earlier, failed attempt left.</summary>
    public void Reset()
    {
        state = null;
        Tokens.Clear();
        awaited.Clear();
        IsBreaking = false;
        MoveTo(ActivityStatus.Running);
    }

    /// <summary>Declares variables that live as long as this visit.</summary>
    public void Declare(IEnumerable<VariableValue> values)
    {
        foreach (var value in values)
        {
            variables[value.Id] = value;
        }
    }

    public bool TryAssign(VariableValue value) => variables.ContainsKey(value.Id) && (variables[value.Id] = value) is not null;

    /// <summary>Puts a child on the agenda, to hear of its completion.</summary>
    public void Schedule(ActivityNode child, IReadOnlyList<VariableValue>? declared = null, bool cameBack = false)
    {
        scheduled = true;
        awaited[child.Id] = awaited.GetValueOrDefault(child.Id) + 1;
        run.Enqueue(new ScheduleActivity(child, this, declared ?? [], cameBack));
    }

    /// <summary>Whether a completion of this child was awaited; it is no longer.</summary>
    public bool StopsAwaiting(ActivityNode child)
    {
        if (!awaited.TryGetValue(child.Id, out var times))
        {
            return false;
        }

        _ = times > 1 ? (awaited[child.Id] = times - 1) > 0 : awaited.Remove(child.Id);
        return true;
    }

    public void AwaitNothing() => awaited.Clear();

    public ActivityExecution ToStored() => new(Id, Node.Id, Parent?.Id, Status, StartedAt)
    {
        State = state is { Count: > 0 } ? state.DeepClone().AsObject() : null,
        Variables = [.. variables.Values.Where(v => v.IsStored)],
        Awaited = awaited,
        Tokens = [.. Tokens],
        IsBreaking = IsBreaking,
        CameBack = CameBack,
    };

    public override T Facts<T>() => FactsOrNull<T>()
        ?? throw new InvalidOperationException(
            $"'{Node.Id}' needs {typeof(T).Name}; the run of instance {run.InstanceId} was given {run.Request.Facts?.GetType().Name ?? "none"}.");

    public override T? FactsOrNull<T>() where T : class => run.Request.Facts as T;

    public override T Input<T>(string name, T fallback) => ValueConversion.To(InputJson(name), fallback, $"input '{name}' of '{Node.Id}'");

    public override JsonNode? InputJson(string name) => Node.Inputs.TryGetValue(name, out var input) ? run.Evaluate(input, this) : null;

    public override void SetOutput(string name, JsonNode? value) => run.Data.SetOutput(this, name, value);

    public override Bookmark Wait(string? key = null, DateTimeOffset? dueAt = null, JsonNode? payload = null)
    {
        var bookmark = new Bookmark(run.Source.NextId(), Node.Type, key, Node.Id, Node.NodeId, Id, dueAt, payload?.DeepClone());
        run.Bookmarks.Add(bookmark);
        return bookmark;
    }

    public override void Complete(params string[] outcomes) => run.Apply(new CompleteActivity(this, outcomes.Length == 0 ? ["Done"] : outcomes));

    public override void Emit(Effect effect) => run.Effects.Add(effect);

    public override void Fault(string kind, string message, bool isRetryable = false) =>
        run.Apply(new FaultActivity(this, kind, message, isRetryable));

    /// <summary>After the activity's own code: it waits, or has scheduled others, or is done.</summary>
    private void Settle()
    {
        if (Status != ActivityStatus.Running)
        {
            return;
        }

        if (run.Bookmarks.IsWaiting(this))
        {
            run.Note(this, JournalEvent.Suspended);
        }
        else if (!scheduled && Children.TrueForAll(c => c.Status != ActivityStatus.Running))
        {
            Complete();
        }
    }
}
