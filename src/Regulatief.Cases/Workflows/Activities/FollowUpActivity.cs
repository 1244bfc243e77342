using System.Text.Json.Nodes;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows.Effects;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Activities;

/// <summary>Waits for a day: a number of working days from now, or counted back from a date of the case.</summary>
internal sealed class FollowUpActivity : Activity
{
    public const string TypeName = "Regulatief.FollowUp";
    private const string NextMeeting = "NextMeeting";
    private const string EvaluateFrom = "EvaluateFrom";
    private static readonly TimeOnly StartOfDay = new(8, 0);

    public override ActivityDescriptor Descriptor { get; } = new(TypeName, "Regulatief", "Opvolging", "Waits for a due instant.")
    {
        Inputs =
        [
            new("title", "String", "Title", "What comes back."),
            new("until", "String", "Until", $"A date of the case, {NextMeeting} or {EvaluateFrom}; empty counts from today.", "dropdown") { Choices = ["", NextMeeting, EvaluateFrom] },
            new("workingDays", "Int32", "Working days", "Before that date, or after today."),
        ],
        Outcomes = ["Due", "Cancelled"],
        Waits = true,
    };

    public override void Execute(ActivityContext context)
    {
        var dueAt = LegalTime.At(DueOn(context), StartOfDay);
        if (dueAt <= context.Now)
        {
            context.Complete("Due");
            return;
        }

        var bookmark = context.Wait(dueAt: dueAt);
        context.Emit(new ScheduleFollowUp(bookmark, context.Input("title", Descriptor.DisplayName), dueAt));
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonObject input) => context.Complete((string?)input["outcome"] ?? "Due");

    private static DateOnly DueOn(ActivityContext context)
    {
        var facts = context.Facts<CaseFacts>();
        var workingDays = context.Input("workingDays", 0);
        return context.Input("until", "") switch
        {
            NextMeeting => facts.Calendar.Add(facts.PlannedMeetingOn, -workingDays),
            EvaluateFrom => facts.Calendar.Add(facts.EvaluateFrom ?? facts.Today, -workingDays),
            _ => facts.Calendar.Add(facts.Today, workingDays),
        };
    }
}
