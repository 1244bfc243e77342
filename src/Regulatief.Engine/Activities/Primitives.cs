using System.Text.Json.Nodes;
using Regulatief.Engine.Definitions;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>Writes a line of text, for whoever watches the run.</summary>
internal sealed class WriteLine : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.WriteLine", "Console", "Write Line", "Write a line of text to the console.")
    {
        Inputs = [new("text", "String", "Text", "The text to write.")],
    };

    public override void Execute(ActivityContext context) => ((Visit)context).Run.Lines.Add(context.Input("text", ""));
}

/// <summary>Gives a variable a value.</summary>
internal sealed class SetVariable : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.SetVariable", "Primitives", "Set Variable", "Assign a value to a workflow variable.")
        {
            Inputs =
            [
                new("variable", "Object", "Variable", "The variable to assign the value to.", "variable-picker"),
                new("value", "Object", "Value", "The value to assign."),
            ],
        };

    public override void Execute(ActivityContext context)
    {
        var visit = (Visit)context;
        var written = context.Node.Source["variable"] as JsonObject;
        var idOrName = written?.Text("id") ?? written?.Text("name") ?? "";
        var variable = visit.Run.Data.Find(visit, idOrName)
            ?? throw new ActivityFaultException("unknown-variable", $"'{context.Node.Id}' sets variable '{idOrName}', which is not in scope.");
        visit.Run.Data.Assign(visit, variable, context.InputJson("value"));
    }
}

/// <summary>Names the instance.</summary>
internal sealed class SetName : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.SetName", "Primitives", "Set Name", "Set the name of the workflow instance to a specified value.")
        {
            Inputs = [new("value", "String", "Value", "The name to give.")],
        };

    public override void Execute(ActivityContext context) => ((Visit)context).Run.Data.Name = context.Input<string?>("value", null);
}

/// <summary>Says what the instance is about.</summary>
internal sealed class Correlate : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.Correlate", "Primitives", "Correlate", "Set the CorrelationId of the workflow to a given value.")
        {
            Inputs = [new("correlationId", "String", "Correlation Id", "The value to store as the correlation id.") { IsRequired = true }],
        };

    public override void Execute(ActivityContext context) =>
        ((Visit)context).Run.Data.CorrelationId = context.Input<string?>("correlationId", null);
}

/// <summary>Gives the workflow an output.</summary>
internal sealed class SetOutput : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.SetOutput", "Composition", "Set Output", "Assigns a given value to the workflow's output.")
        {
            Inputs =
            [
                new("outputName", "String", "Output", "The output to assign.", "output-picker") { IsRequired = true },
                new("outputValue", "Object", "Value", "The value to assign."),
            ],
        };

    public override void Execute(ActivityContext context) =>
        ((Visit)context).Run.Data.GiveOutput(context.Input("outputName", ""), context.InputJson("outputValue"));
}

/// <summary>Fails on purpose.</summary>
internal sealed class Fault : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Fault", "Primitives", "Fault", "Faults the workflow.")
    {
        Inputs =
        [
            new("code", "String", "Code", "Code to categorize the fault."),
            new("category", "String", "Category", "Category to categorize the fault."),
            new("faultType", "String", "Type", "The type of fault: System, Business, Integration, ..."),
            new("message", "String", "Message", "The message to include with the fault."),
        ],
        Outcomes = [],
    };

    public override IReadOnlyList<string> PortsOf(ActivityNode node) => ["Done"];

    public override void Execute(ActivityContext context)
    {
        var (category, code) = (context.Input("category", "General"), context.Input("code", "0"));
        context.Fault("fault", $"{context.Input("message", "The definition says so.")} ({category}, {code})");
    }
}

/// <summary>Runs a script, which may choose the outcomes.</summary>
internal sealed class RunJavaScript : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.RunJavaScript", "Scripting", "Run JavaScript", "Executes JavaScript code")
    {
        Inputs =
        [
            new("script", "String", "Script", "The script to run.", "code-editor"),
            new("possibleOutcomes", "String[]", "Possible Outcomes", "A list of possible outcomes.", "dynamic-outcomes"),
        ],
        Outcomes = [],
    };

    public override IReadOnlyList<string>? PortsOf(ActivityNode node) =>
        ConfiguredNames.In(node, "possibleOutcomes", fallback: "Done") is { } names ? [.. names.Append("Done").Distinct()] : null;

    internal override bool LeavesByOnePort(ActivityNode node) => false;

    public override void Execute(ActivityContext context)
    {
        var visit = (Visit)context;

        // Here the input is the script itself, in whatever language Elsa Studio says the text is.
        var script = context.Node.Inputs.TryGetValue("script", out var written) ? written.Value?.ToString() ?? "" : "";
        if (script.Length == 0)
        {
            return;
        }

        var result = visit.Run.RunScript(script, visit);
        if (result.Value is not null)
        {
            context.SetOutput("result", result.Value);
        }

        context.Complete([.. result.Outcomes]);
    }
}
