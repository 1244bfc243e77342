using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>Elsa 3's activities that run here, and the host's own.</summary>
public sealed class ActivityCatalog : IActivityCatalog
{
    private readonly Dictionary<string, Activity> byType;

    /// <param name="hostActivities">The host's own, after the engine's.</param>
    /// <exception cref="InvalidOperationException">Two activities have one type name.</exception>
    public ActivityCatalog(params IEnumerable<Activity> hostActivities)
    {
        Activities = [.. BuiltIn(), .. hostActivities];
        var twice = Activities.GroupBy(a => a.Descriptor.TypeName).FirstOrDefault(g => g.Count() > 1);
        byType = twice is null
            ? Activities.ToDictionary(a => a.Descriptor.TypeName)
            : throw new InvalidOperationException($"The activity type '{twice.Key}' is registered {twice.Count()} times.");
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<Activity> Activities { get; }

    /// <inheritdoc/>
    public Activity? Find(string typeName) => byType.GetValueOrDefault(typeName);

    private static IEnumerable<Activity> BuiltIn() =>
    [
        new Flowchart(), new Start(), new End(),
        new Sequence("Elsa.Sequence", "Sequence", "Execute a set of activities in sequence."),
        new Sequence("Elsa.Container", "Container", "A simple container that executes its activities one after another."),
        new Parallel(), new Fork(),
        new If(), new Switch(), new FlowDecision(), new FlowSwitch(), new FlowFork(), new FlowJoin(),
        new For(), new ForEach(), new ParallelForEach(), new While(), new Break(),
        new SetVariable(), new SetName(), new SetOutput(), new Correlate(), new WriteLine(), new RunJavaScript(),
        new Delay(), new Timer(), new StartAt(), new Cron(),
        new Event(), new PublishEvent(), new RunTask(),
        new StartWorkflow("Elsa.DispatchWorkflow", "Dispatch Workflow", "Create a new workflow instance and dispatch it for execution."),
        new StartWorkflow("Elsa.ExecuteWorkflow", "Execute Workflow", "Create a new workflow instance and execute it."),
        new Fault(), new Complete(), new Finish(),
    ];
}
