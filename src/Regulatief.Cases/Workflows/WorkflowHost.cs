using System.Text.Json.Nodes;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Cases.Workflows;

/// <summary>Moves the workflows of a case, in the caller's transaction: reads a snapshot, has the transition calculated, and hands it to the store.</summary>
/// <remarks>Every case given must be loaded with <see cref="CaseQueries.ForChange(IQueryable{Case}, CaseId)"/>, after its version was raised.</remarks>
public sealed class WorkflowHost(
    RegulatiefDbContext db, DefinitionLibrary definitions, SnapshotReader snapshots, TransitionPlanner planner, TransitionStore store, TimeProvider time)
{
    /// <summary>Read ahead for commands on many cases. One serves one transition: what comes after it is read anew.</summary>
    private readonly Dictionary<CaseId, CaseSnapshot> _readAhead = [];

    /// <summary>Starts the published version of a definition for this case.</summary>
    /// <param name="input">The workflow's inputs; null for none.</param>
    /// <param name="signalId">The signal that it follows; null for the case's cycle.</param>
    /// <exception cref="NotFoundException">Nothing of that name is published.</exception>
    public async Task<WorkflowInstanceId> StartAsync(
        Case @case, string definitionId, JsonObject? input, RiskSignalId? signalId, CancellationToken cancellationToken)
    {
        var version = await DefinitionLibrary.PublishedVersionAsync(db, definitionId, cancellationToken);
        var definition = await definitions.GetAsync(db, definitionId, version, cancellationToken);
        var signal = signalId is { } id ? new SignalRead(id, IsShared: false) : null;
        var transition = await MoveAsync(@case, new CaseStimulus.Start(definition, input, signal), null, cancellationToken);
        return transition.Instances.First(i => i.Read is null && i.ParentId is null).Id;
    }

    /// <summary>The task with its case, and all of it that a command on it decides on.</summary>
    /// <exception cref="NotFoundException">There is none, or it is not this actor's.</exception>
    public Task<HumanTask> TaskToCompleteAsync(HumanTaskId id, Actor actor, CancellationToken cancellationToken) =>
        db.HumanTasks.WithCaseForChange(id).VisibleTo(actor).GetAsync(id, cancellationToken);

    /// <summary>Ends the task with this outcome, takes its promises back and wakes the workflow that waits for it.</summary>
    /// <param name="by">The account that did it.</param>
    /// <param name="answer">What the activity reads beside the outcome; null for nothing.</param>
    /// <exception cref="ConcurrencyConflictException">The task was done already.</exception>
    public async Task CompleteTaskAsync(HumanTask task, Case @case, string outcome, Guid by, JsonObject? answer, CancellationToken cancellationToken)
    {
        task.Complete(outcome, by, time.GetUtcNow());
        await db.EndWithAsync([task], time.GetUtcNow(), cancellationToken);
        if (task is not { InstanceId: { } instanceId, BookmarkId: { } bookmarkId })
        {
            await MoveAsync(@case, new CaseStimulus.TaskDone(task.Id), null, cancellationToken);
            return;
        }

        var input = answer ?? [];
        input["outcome"] = outcome;
        var transition = await MoveAsync(@case, new CaseStimulus.Resume(instanceId, bookmarkId, input, task.Id), instanceId, cancellationToken);
        if (!transition.IsMatched) throw new InvalidOperationException($"Task {task.Id} was open, but instance {instanceId} did not wait at bookmark {bookmarkId}.");
    }

    /// <summary>Wakes one bookmark.</summary>
    /// <returns>False when the instance no longer waits there: someone was first.</returns>
    public async Task<bool> ResumeAsync(WorkflowInstanceId id, Case @case, Guid bookmarkId, JsonObject input, CancellationToken cancellationToken) =>
        (await MoveAsync(@case, new CaseStimulus.Resume(id, bookmarkId, input), id, cancellationToken)).IsMatched;

    /// <summary>Publishes an event to the case's running cycle. One that comes before its bookmark waits in the instance's inbox.</summary>
    /// <exception cref="CaseRuleException"><c>case-not-running</c>: the case has no running cycle.</exception>
    public Task PublishAsync(Case @case, string eventName, CancellationToken cancellationToken) => PublishAsync(@case, eventName, null, cancellationToken);

    /// <summary>The same for what stops the clocks of the case, or lets them go on.</summary>
    /// <exception cref="CaseRuleException"><c>case-not-running</c>: the case has no running cycle.</exception>
    public async Task PublishAsync(Case @case, string eventName, ClockChange? clocks, CancellationToken cancellationToken)
    {
        if (!await db.HasCycleAsync(@case.Id, cancellationToken)) throw new CaseRuleException("case-not-running", @case.Number);
        await MoveAsync(@case, new CaseStimulus.Event(eventName, clocks), null, cancellationToken);
    }

    /// <summary>The same for what may happen without a cycle too.</summary>
    /// <returns>False when the case has no running cycle.</returns>
    public async Task<bool> PublishIfRunningAsync(Case @case, string eventName, CancellationToken cancellationToken) =>
        (await MoveAsync(@case, new CaseStimulus.Event(eventName), null, cancellationToken)).IsMatched;

    /// <summary>Hands an instance what others put in its inbox. An event that nothing waits for yet stays there.</summary>
    /// <exception cref="NotFoundException">It is to start a workflow of which nothing is published.</exception>
    public Task DeliverInboxAsync(WorkflowInstanceId id, Case @case, CancellationToken cancellationToken) =>
        MoveAsync(@case, new CaseStimulus.Delivery(id), id, cancellationToken);

    /// <summary>Carries out what was decided about a failed activity.</summary>
    /// <returns>False when nothing was left to decide.</returns>
    public async Task<bool> DecideAsync(WorkflowInstanceId id, Case @case, Stimulus decision, CancellationToken cancellationToken) =>
        (await MoveAsync(@case, new CaseStimulus.Decision(id, decision), id, cancellationToken)).IsMatched;

    /// <summary>Reads in one go what a command on many cases will need.</summary>
    public async Task ReadAheadAsync(IReadOnlyList<Case> cases, IReadOnlyList<WorkflowInstanceId> instances, CancellationToken cancellationToken)
    {
        foreach (var (id, snapshot) in await snapshots.ReadAsync(cases, instances, withCycles: false, MissingPart.Rows, time.GetUtcNow(), cancellationToken)) _readAhead[id] = snapshot;
    }

    private async Task<Transition> MoveAsync(Case @case, CaseStimulus stimulus, WorkflowInstanceId? instance, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var parts = stimulus is CaseStimulus.Start ? MissingPart.None : MissingPart.Rows;
        var snapshot = _readAhead.Remove(@case.Id, out var ahead) ? ahead with { Case = CaseState.Of(@case) }
            // It holds the instance of the command's task alone: another's, or the cycle that an event is for, is read anew.
            : await snapshots.TakeBegunAsync(@case, cancellationToken) is { } begun
                && (instance is { } wanted ? begun.Instances.Any(i => i.Id == wanted) : stimulus is CaseStimulus.TaskDone or CaseStimulus.Start) ? begun
            : parts == MissingPart.None ? CaseSnapshot.OfNothing(CaseState.Of(@case), await db.CalendarAsync(cancellationToken))
            : await ReadAsync();
        if (instance is { } named && snapshot.Instances.All(i => i.Id != named)) throw new NotFoundException(nameof(WorkflowInstance), named);
        var transition = planner.Plan(snapshot, stimulus, now);
        while (transition.Missing != MissingPart.None)
        {
            parts |= transition.Missing;
            snapshot = await ReadAsync();
            transition = planner.Plan(snapshot, stimulus, now);
        }

        await store.CommitAsync(transition, @case, cancellationToken);
        return transition;

        // The database is what counts: what the command changed so far is saved first, still in its transaction.
        async Task<CaseSnapshot> ReadAsync()
        {
            db.ChangeTracker.DetectChanges();
            await db.SaveChangesAsync(cancellationToken);
            var read = await snapshots.ReadAsync([@case], instance is { } id ? [id] : [], stimulus is CaseStimulus.Event, parts, now, cancellationToken);
            return read[@case.Id];
        }
    }
}
