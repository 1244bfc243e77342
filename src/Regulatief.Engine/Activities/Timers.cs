using System.Text.Json.Nodes;
using Regulatief.Engine.Ports;
using Regulatief.Engine.Stimuli;

namespace Regulatief.Engine.Activities;

/// <summary>Waits for a length of time.</summary>
internal sealed class Delay : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.Delay", "Scheduling", "Delay", "Delay execution for the specified amount of time.")
        {
            Inputs = [new("timeSpan", "TimeSpan", "Time Span", "How long to wait.") { IsRequired = true, DefaultValue = "00:01:00" }],
            Waits = true,
        };

    public override void Execute(ActivityContext context) =>
        context.Wait(dueAt: DueTime.After(context, context.Input("timeSpan", TimeSpan.FromMinutes(1))));
}

/// <summary>Waits for an interval, or starts a workflow each time it passes.</summary>
internal sealed class Timer : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.Timer", "Scheduling", "Timer", "Trigger workflow execution at a specific interval.")
        {
            Inputs =
            [
                new("interval", "TimeSpan", "Interval", "The interval at which the timer should execute.")
                {
                    IsRequired = true,
                    DefaultValue = "00:01:00",
                },
            ],
            IsTrigger = true,
            Waits = true,
        };

    public override void Execute(ActivityContext context)
    {
        if (!context.IsTrigger)
        {
            context.Wait(dueAt: DueTime.After(context, context.Input("interval", TimeSpan.FromMinutes(1))));
        }
    }
}

/// <summary>Waits until an instant, or starts a workflow then. An instant in the past does not wait.</summary>
internal sealed class StartAt : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.StartAt", "Scheduling", "Start at", "Trigger execution at a specific time in the future.")
        {
            Inputs = [new("dateTime", "DateTimeOffset", "Date Time", "When to go on.", "datetime-picker") { IsRequired = true }],
            IsTrigger = true,
            Waits = true,
        };

    public override void Execute(ActivityContext context)
    {
        var at = context.Input<DateTimeOffset?>("dateTime", null)
            ?? throw new ActivityFaultException("missing-input", $"'{context.Node.Id}' waits for an instant, and names none.");
        if (!context.IsTrigger && at > context.Now)
        {
            context.Wait(dueAt: at.ToUniversalTime());
        }
    }
}

/// <summary>Waits for the next instant that a cron expression names, or starts a workflow at each.</summary>
internal sealed class Cron : Activity
{
    public override ActivityDescriptor Descriptor { get; } =
        new("Elsa.Cron", "Scheduling", "Cron", "Trigger workflow execution at a specific interval using a CRON expression.")
        {
            Inputs =
            [
                new("cronExpression", "String", "Cron Expression", "Minute to weekday, with seconds in front if six fields. Europe/Amsterdam.")
                {
                    IsRequired = true,
                },
            ],
            IsTrigger = true,
            Waits = true,
        };

    public override void Execute(ActivityContext context)
    {
        if (context.IsTrigger)
        {
            return;
        }

        var written = context.Input("cronExpression", "");
        if (!CronSchedule.TryParse(written, out var schedule))
        {
            throw new ActivityFaultException("wrong-input", $"'{context.Node.Id}' waits for '{written}', which is no cron expression.");
        }

        var next = schedule.NextAfter(context.Now)
            ?? throw new ActivityFaultException("wrong-input", $"'{context.Node.Id}' waits for '{written}', which never comes.");
        context.Wait(dueAt: next, payload: new JsonObject { ["cronExpression"] = written });
    }
}

/// <summary>Sums of instants that stay within the calendar.</summary>
internal static class DueTime
{
    public static DateTimeOffset After(ActivityContext context, TimeSpan length)
    {
        if (length < TimeSpan.Zero)
        {
            throw new ActivityFaultException("wrong-input", $"'{context.Node.Id}' waits for {length}, which is negative.");
        }

        return length > DateTimeOffset.MaxValue - context.Now
            ? throw new ActivityFaultException("wrong-input", $"'{context.Node.Id}' waits for {length}, which ends after the calendar does.")
            : context.Now + length;
    }
}
