using Regulatief.Engine.Activities;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Soundness;

/// <summary>The catalogue with which the state space is explored: what moves paths is real, what works or decides is not.</summary>
internal sealed class AbstractCatalog : IActivityCatalog
{
    // They decide nothing, or only what is written in the drawing.
    private static readonly Type[] Real =
    [
        typeof(Flowchart), typeof(Sequence), typeof(Engine.Activities.Parallel), typeof(Fork), typeof(FlowJoin),
        typeof(Start), typeof(End), typeof(Break), typeof(Complete), typeof(Finish), typeof(Fault),
    ];

    private readonly IActivityCatalog catalog;
    private readonly ILookup<string, string> drawnPorts;
    private readonly Dictionary<string, Activity?> known = [];

    public AbstractCatalog(IActivityCatalog catalog, WorkflowDefinition definition)
    {
        this.catalog = catalog;
        drawnPorts = definition.Root.SelfAndDescendants().SelectMany(n => n.Connections).Select(c => (c.SourceId, c.SourcePort)).Distinct()
            .ToLookup(c => c.SourceId, c => c.SourcePort);
    }

    /// <summary>Of the run that is being made.</summary>
    public Choices Choices { get; set; } = new();

    public IReadOnlyCollection<Activity> Activities => catalog.Activities;

    public Activity? Find(string typeName)
    {
        if (!known.TryGetValue(typeName, out var found))
        {
            known[typeName] = found = Abstract(catalog.Find(typeName));
        }

        return found;
    }

    private Activity? Abstract(Activity? real) => real switch
    {
        null => null,
        _ when Real.Contains(real.GetType()) => real,
        _ when real.GetType() == typeof(If) || real.GetType() == typeof(Switch) => new AbstractBranch(real, () => Choices),
        _ when real.GetType() == typeof(ParallelForEach) => new AbstractParallelLoop(real, () => Choices),
        CompositeActivity loop => new AbstractLoop(loop, () => Choices),
        _ => new AbstractStep(real, drawnPorts, () => Choices),
    };
}
