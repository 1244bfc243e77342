using Regulatief.Engine.Definitions;
using Regulatief.Engine.Instances;

namespace Regulatief.Engine.Ports;

/// <summary>The behaviour of one activity type. Holds no state: one object serves every visit.</summary>
public abstract class Activity
{
    /// <summary>What the catalogue, the checker and the designer know of the type.</summary>
    public abstract ActivityDescriptor Descriptor { get; }

    /// <summary>The ports this node can leave by; null when any name may be one. The descriptor's outcomes unless overridden.</summary>
    public virtual IReadOnlyList<string>? PortsOf(ActivityNode node) =>
        Descriptor.Outcomes.Count > 0 || Descriptor.IsTerminal ? Descriptor.Outcomes : null;

    /// <summary>The inputs of this node that are written out and cannot be read; publication is refused while there are any. Empty unless
    /// overridden.</summary>
    public virtual IEnumerable<string> UnreadableInputs(ActivityNode node) => [];

    /// <summary>Whether a visit leaves by one port at most. A join that waits for two of them waits for ever.</summary>
    internal virtual bool LeavesByOnePort(ActivityNode node) => true;

    /// <summary>The first visit. An activity that neither completes, schedules nor makes a bookmark completes with <c>Done</c>.</summary>
    public abstract void Execute(ActivityContext context);

    /// <summary>A bookmark of this visit was woken and is already burned. Completes with <c>Done</c> unless overridden.</summary>
    /// <param name="input">What the stimulus carried; empty when nothing.</param>
    public virtual void Resume(ActivityContext context, Bookmark bookmark, System.Text.Json.Nodes.JsonObject input) => context.Complete();

    /// <summary>The visit ends from outside (a race lost, the workflow ended). Bookmarks are burned by the engine; effects may be emitted
    /// here.</summary>
    public virtual void Canceled(ActivityContext context)
    {
    }
}
