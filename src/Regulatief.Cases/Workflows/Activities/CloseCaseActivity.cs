using Regulatief.Cases.Cases;
using Regulatief.Cases.Workflows.Effects;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Activities;

/// <summary>Closes the case and ends the workflow: whatever still waits in it ends too.</summary>
internal sealed class CloseCaseActivity : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Regulatief.CloseCase", "Regulatief", "Traject sluiten", "Closes the case; the end of the cycle.")
    {
        Inputs = [new("reason", "String", "Reason", $"One of {string.Join(", ", Enum.GetNames<ClosureReason>())}; empty takes the closure form's.", "dropdown") { Choices = ["", .. Enum.GetNames<ClosureReason>()] }],
        Outcomes = [],
        IsTerminal = true,
    };

    public override void Execute(ActivityContext context)
    {
        var reason = context.Input("reason", "");
        context.Emit(new EndCase(reason.Length == 0 ? null : Enum.Parse<ClosureReason>(reason)));
        context.Complete();
    }
}
