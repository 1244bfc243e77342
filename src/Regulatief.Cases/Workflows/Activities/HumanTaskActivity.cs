using System.Text.Json.Nodes;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Workflows.Effects;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Ports;

namespace Regulatief.Cases.Workflows.Activities;

/// <summary>A step of the cycle that a person does: opens a human task and leaves by the outcome that its form computed.</summary>
internal class HumanTaskActivity(HumanTaskStep step) : Activity
{
    private const string Unchanged = "Unchanged";

    public override ActivityDescriptor Descriptor { get; } = new(step.TypeName, "Regulatief", step.Title, step.Description)
    {
        Inputs =
        [
            new("title", "String", "Title", "What the task is called in people's lists; holds no names."),
            new("role", "String", "Role", $"Whose work it is: {string.Join(", ", Enum.GetNames<AccountRole>())}.", "dropdown") { Choices = Enum.GetNames<AccountRole>() },
            new("termInWorkingDays", "Int32", "Term", "Within how many working days."),
            new("reminderInWorkingDays", "Int32", "Reminder", "How many working days before the end of the term; 0 for none."),
            new("escalateAfterWorkingDays", "Int32", "Escalation", "How many working days after the term the coordinator is told; -1 for never."),
            new("phase", "String", "Phase", $"The phase that the case enters; {Unchanged} to stay.", "dropdown") { Choices = [Unchanged, .. Enum.GetNames<CasePhase>()] },
            .. step.ExtraInputs,
        ],
        Outcomes = step.Outcomes,
        Waits = true,
    };

    public override void Execute(ActivityContext context)
    {
        EnterPhase(context);
        context.Emit(TaskFor(context, context.Wait()));
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonObject input) => context.Complete(OutcomeIn(input));

    /// <exception cref="InvalidOperationException">The stimulus carried no outcome: our bug, since a task always ends with one.</exception>
    protected static string OutcomeIn(JsonObject input) =>
        (string?)input["outcome"] ?? throw new InvalidOperationException("A human task's stimulus carried no outcome.");

    protected void EnterPhase(ActivityContext context)
    {
        if (context.Choice<CasePhase>("phase", Unchanged, step.Phase) is { } phase) context.Emit(new EnterPhase(phase));
    }

    protected virtual OpenHumanTask TaskFor(ActivityContext context, Bookmark bookmark) =>
        new(bookmark, step.Kind, context.Input("title", step.Title), RoleFrom(context), TermFrom(context), step.Outcomes);

    protected AccountRole RoleFrom(ActivityContext context) => context.Choice<AccountRole>("role") ?? step.Role;

    protected Term TermFrom(ActivityContext context)
    {
        var escalateAfter = context.Input("escalateAfterWorkingDays", 0);
        return new Term(
            context.Input("termInWorkingDays", step.TermInWorkingDays),
            context.Input("reminderInWorkingDays", 1),
            escalateAfter < 0 ? null : escalateAfter);
    }
}

/// <summary>What tells one step from another.</summary>
/// <param name="Title">Used where the definition gives none.</param>
/// <param name="Phase">The phase that reaching the step enters; null to stay.</param>
internal sealed record HumanTaskStep(
    string TypeName, HumanTaskKind Kind, string Title, string Description, AccountRole Role, CasePhase? Phase, int TermInWorkingDays, IReadOnlyList<string> Outcomes)
{
    public IReadOnlyList<InputDescriptor> ExtraInputs { get; init; } = [];
}
