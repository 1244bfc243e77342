using System.Text.Json.Nodes;
using Regulatief.Engine.Execution;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Engine.Activities;

/// <summary>Waits for an event by name, or starts a workflow at one.</summary>
internal sealed class Event : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.Event", "Primitives", "Event", "Wait for an event to be published.")
    {
        Inputs = [new("eventName", "String", "Event Name", "The name of the event to listen for.") { IsRequired = true }],
        IsTrigger = true,
        Waits = true,
    };

    public override void Execute(ActivityContext context)
    {
        if (context.IsTrigger)
        {
            context.SetOutput("result", ((Visit)context).Run.Data.Input("payload"));
        }
        else
        {
            context.Wait(context.Input("eventName", ""));
        }
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonObject input)
    {
        context.SetOutput("result", input["payload"]?.DeepClone());
        context.Complete();
    }
}

/// <summary>Publishes an event, which other instances hear after the commit.</summary>
internal sealed class PublishEvent : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.PublishEvent", "Primitives", "Publish Event", "Publishes an event.")
    {
        Inputs =
        [
            new("eventName", "String", "Event Name", "The name of the event to publish.") { IsRequired = true },
            new("correlationId", "String", "Correlation Id", "The correlation ID to scope the event to."),
            new("isLocalEvent", "Boolean", "Is Local Event", "Whether only this workflow instance hears it.", "checkbox") { DefaultValue = false },
            new("payload", "Object", "Payload", "The payload to send as the event body."),
        ],
    };

    public override void Execute(ActivityContext context) => context.Emit(new PublishEventEffect(
        context.Input("eventName", ""),
        context.Input<string?>("correlationId", null),
        context.Input("isLocalEvent", fallback: false),
        context.InputJson("payload")?.DeepClone()));
}

/// <summary>Asks for a task to be done outside, and waits until it is reported complete.</summary>
internal sealed class RunTask : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new("Elsa.RunTask", "Primitives", "Run Task", "Requests a given task to be run.")
    {
        Inputs =
        [
            new("taskName", "String", "Task Name", "The name of the task being requested.") { IsRequired = true },
            new("payload", "Object", "Payload", "Any additional parameters to send to the task.", "dictionary"),
        ],
        Waits = true,
    };

    public override void Execute(ActivityContext context)
    {
        var name = context.Input("taskName", "");
        var payload = context.InputJson("payload")?.DeepClone();
        var bookmark = context.Wait(name, payload: payload);
        context.SetOutput("taskId", bookmark.Id.ToString());
        context.Emit(new RunTaskEffect(bookmark.Id, name, payload));
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonObject input)
    {
        context.SetOutput("result", input["result"]?.DeepClone());
        context.Complete();
    }
}

/// <summary>Starts another workflow, and may wait until it is done. Elsa's two ways of doing so differ in when, not in what.</summary>
internal sealed class StartWorkflow(string typeName, string displayName, string description) : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new(typeName, "Composition", displayName, description)
    {
        Inputs =
        [
            new("workflowDefinitionId", "String", "Workflow Definition", "The workflow to start.", "workflow-definition-picker")
            {
                IsRequired = true,
            },
            new("correlationId", "String", "Correlation Id", "The correlation ID to associate the workflow with."),
            new("input", "Object", "Input", "The input to send to the workflow.", "dictionary"),
            new("waitForCompletion", "Boolean", "Wait For Completion", "Whether to go on only when the started workflow is done.", "checkbox"),
        ],
        Waits = true,
    };

    public override void Execute(ActivityContext context)
    {
        var bookmark = context.Input("waitForCompletion", fallback: false) ? context.Wait() : null;
        context.Emit(new StartWorkflowEffect(
            context.Input("workflowDefinitionId", ""),
            context.Input<string?>("correlationId", null),
            context.InputJson("input")?.DeepClone() as JsonObject,
            bookmark?.Id));
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonObject input)
    {
        context.SetOutput("result", input["result"]?.DeepClone());
        context.Complete();
    }
}
