using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Cases.Meetings;

public sealed class MeetingDecisionAnswers
{
    /// <summary>False when it is not going to be done.</summary>
    public bool? IsDone { get; set; }

    /// <summary>Asked of what is not done: why.</summary>
    public string? Note { get; set; }
}

/// <param name="DecidedOn">The day of the talk.</param>
public sealed record MeetingDecisionChoices(string What, DateOnly DecidedOn);

/// <summary>What somebody was to do after a driegesprek: done, or not going to be.</summary>
internal sealed class MeetingDecisionForm : TaskForm<MeetingDecisionAnswers>
{
    public const string Done = "Done";
    public const string Dropped = "Dropped";

    public override HumanTaskKind Kind => HumanTaskKind.MeetingDecision;

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var decision = await DecisionAsync(scope, cancellationToken);
        var on = await scope.Db.Meetings.Where(m => m.Id == decision.MeetingId).Select(m => m.HeldOn ?? m.PlannedOn).SingleAsync(cancellationToken);
        return new MeetingDecisionChoices(decision.What, on);
    }

    protected override void Check(AbstractValidator<MeetingDecisionAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.IsDone).NotNull();
        rules.RuleFor(a => a.Note).MaximumLength(MeetingDecision.MaxNote);
        rules.RuleFor(a => a.Note).NotEmpty().When(a => a.IsDone == false);
    }

    protected override async Task<string> ApplyAsync(TaskFormScope scope, MeetingDecisionAnswers answers, CancellationToken cancellationToken)
    {
        (await DecisionAsync(scope, cancellationToken)).End(answers.IsDone!.Value, string.IsNullOrWhiteSpace(answers.Note) ? null : answers.Note);
        scope.Tell(TimelineKind.TaskCompleted, scope.Task.Id.Value, scope.Task.Title);
        return answers.IsDone.Value ? Done : Dropped;
    }

    private static Task<MeetingDecision> DecisionAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.MeetingDecisions.SingleAsync(d => d.Id == scope.Task.SubjectId, cancellationToken);
}
