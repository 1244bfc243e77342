using Regulatief.Cases.Workflows.Effects;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Activities;

/// <summary>Tells the coordinator, and goes on.</summary>
internal sealed class EscalateActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Regulatief.Escalate", "Regulatief", "Escalatie", "Notifies the coordinator.");

    public override void Execute(ActivityContext context)
    {
        context.Emit(new RaiseEscalation());
        context.Complete();
    }
}
