using System.Text.Json.Nodes;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows.Effects;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Cases.Workflows.Transitions;

/// <summary>Calculates transitions: no clock, no database, nothing kept between two.</summary>
public sealed class TransitionPlanner(WorkflowRunner runner)
{
    /// <summary>Workflows that started each other, one below the other: more is one that starts itself without end.</summary>
    public const int MaxDepth = 20;

    /// <summary>Workflows started in one case within an hour: more is one that starts itself twice, and those again.</summary>
    public const int MaxStartsAnHour = 2_000;

    private const string EventBookmark = "Elsa.Event";

    /// <summary>All that the stimulus leads to in this case. What crosses to another instance is an entry in its inbox, taken in a transition of its own.</summary>
    /// <exception cref="CaseRuleException"><c>workflow-too-deep</c>, <c>workflow-too-many</c>: workflows start each other without end.</exception>
    /// <exception cref="InvalidOperationException">A task was open, but its workflow did not wait for it.</exception>
    public Transition Plan(CaseSnapshot snapshot, CaseStimulus stimulus, DateTimeOffset now)
    {
        var draft = new TransitionDraft(snapshot, now);
        var isMatched = stimulus switch
        {
            CaseStimulus.Start start => Start(draft, start),
            CaseStimulus.Resume resume => Resume(draft, resume),
            CaseStimulus.TaskDone done => draft.TakeBack(done.Id.Value),
            CaseStimulus.Event happened => Publish(draft, happened),
            CaseStimulus.Delivery delivery => Deliver(draft, delivery.InstanceId),
            CaseStimulus.Decision decision => draft.Find(decision.InstanceId) is { } failed && Run(draft, failed, decision.Decided),
            _ => throw new InvalidOperationException($"No transition knows a {stimulus.GetType().Name}."),
        };
        return draft.ToTransition(isMatched);
    }

    private bool Start(TransitionDraft draft, CaseStimulus.Start start)
    {
        var fresh = WorkflowInstance.New(draft.NextId(), start.Definition.DefinitionId, start.Definition.Version);
        return Run(draft, draft.Add(fresh, depth: 1, parent: null, replyTo: null, start.Signal, start.Definition), new Stimulus.Start(start.Input));
    }

    private bool Resume(TransitionDraft draft, CaseStimulus.Resume resume)
    {
        if (resume.Done is { } done)
        {
            draft.Done = done;
            draft.TakeBack(done.Value);
        }

        return draft.Find(resume.InstanceId) is { } instance && Run(draft, instance, new Stimulus.Resume(resume.BookmarkId, resume.Input));
    }

    private bool Publish(TransitionDraft draft, CaseStimulus.Event happened)
    {
        if (happened.Clocks is { } clocks) draft.Change(clocks);
        if (draft.Cycle() is not { } cycle) return happened.Clocks is not null;

        if (!Run(draft, cycle, new Stimulus.Event(happened.Name))) draft.Keep(cycle.Id, InboxKind.Event, happened.Name, payload: null);
        return true;
    }

    private bool Deliver(TransitionDraft draft, WorkflowInstanceId id)
    {
        if (draft.Find(id) is not { } instance) return false;

        foreach (var waiting in draft.InboxOf(id))
        {
            if (!draft.IsInInbox(waiting)) continue; // an early event that an entry before it took
            if (instance.State.Status == WorkflowStatus.Finished)
            {
                draft.Take(waiting);
                continue;
            }

            if (waiting.Kind == InboxKind.Event && draft.HasExpired(waiting)) continue;
            if (waiting.Kind == InboxKind.Start) draft.TakeVersion(instance);
            // An event that nothing waits for yet stays.
            if (Run(draft, instance, StimulusIn(waiting), waiting) || waiting.Kind != InboxKind.Event) draft.Take(waiting);
        }

        return true;
    }

    /// <param name="taken">The inbox entry that the stimulus is; null for what came otherwise.</param>
    private bool Run(TransitionDraft draft, InstanceDraft instance, Stimulus stimulus, InboxEvent? taken = null)
    {
        var result = runner.Run(new RunRequest
        {
            Definition = instance.Definition,
            Instance = instance.State,
            Stimulus = stimulus,
            Facts = CaseFacts.Of(draft.Case, draft.CalendarOf(instance), draft.Now),
            Now = draft.Now,
            Seed = draft.NextSeed(),
        });
        if (!result.Matched) return false;

        if (taken is not null) draft.Take(taken);
        draft.Record(instance, result);
        foreach (var effect in result.Effects)
            if (!SignalSilence.LiesOn(instance.Signal) || SignalSilence.Allows(effect)) Apply(draft, instance, effect);
        TakeEarlyEvents(draft, instance, result);
        if (result.Instance.Status == WorkflowStatus.Finished) End(draft, instance, result.Instance);
        return true;
    }

    private static void Apply(TransitionDraft draft, InstanceDraft instance, Effect effect)
    {
        switch (effect)
        {
            case CaseEffect ofCase:
                ofCase.Plan(new EffectScope(draft, instance));
                break;
            case PublishEventEffect published:
                foreach (var receiver in published.IsLocal ? [instance] : draft.Receivers(published.CorrelationId))
                    draft.Spread(receiver.Id, InboxKind.Event, published.EventName, published.Payload);
                break;
            case StartWorkflowEffect start:
                draft.RefuseWithoutEnd(instance, start.DefinitionId);
                var fresh = WorkflowInstance.New(draft.NextId(), start.DefinitionId, 0, start.CorrelationId);
                var child = draft.Add(fresh, instance.Depth + 1, instance.Id, start.ReplyTo, signal: null, definition: null);
                draft.Spread(child.Id, InboxKind.Start, "", start.Input);
                break;
            case RunTaskEffect asked:
                draft.Ask(instance, asked);
                break;
            default:
                throw new InvalidOperationException($"No transition knows an effect {effect.GetType().Name}.");
        }
    }

    /// <summary>An event may have come before the bookmark that now waits for it. Those of an earlier round have expired.</summary>
    private void TakeEarlyEvents(TransitionDraft draft, InstanceDraft instance, RunResult result)
    {
        var names = result.BookmarksCreated.Where(b => b.Name == EventBookmark).Select(b => b.Key).ToHashSet();
        if (names.Count == 0) return;

        foreach (var early in draft.InboxOf(instance.Id).Where(e => e.Kind == InboxKind.Event && names.Contains(e.EventName)).ToList())
            if (draft.IsInInbox(early) && !draft.HasExpired(early)) Run(draft, instance, StimulusIn(early), early);
    }

    /// <summary>Tells the one that waits for this instance, and calls off the workflows that it had started if it was cancelled itself.</summary>
    private void End(TransitionDraft draft, InstanceDraft instance, WorkflowInstance ended)
    {
        if (instance is { ParentId: { } parent, ReplyTo: { } bookmarkId })
        {
            var outputs = new JsonObject(ended.Outputs.Select(output => KeyValuePair.Create(output.Key, output.Value?.DeepClone())));
            draft.Spread(parent, InboxKind.Answer, "", outputs, bookmarkId);
        }

        if (ended.SubStatus != WorkflowSubStatus.Cancelled) return;
        foreach (var child in draft.RunningChildrenOf(instance.Id))
            if (child.HasBegun) Run(draft, child, new Stimulus.Cancel());
            else draft.CallOff(child);
    }

    private static Stimulus StimulusIn(InboxEvent waiting)
    {
        var payload = waiting.PayloadJson is null ? null : JsonNode.Parse(waiting.PayloadJson);
        return waiting.Kind switch
        {
            InboxKind.Start => new Stimulus.Start(payload as JsonObject),
            InboxKind.Answer => new Stimulus.Resume(waiting.BookmarkId!.Value, new JsonObject { ["result"] = payload }),
            _ => new Stimulus.Event(waiting.EventName, payload),
        };
    }
}
