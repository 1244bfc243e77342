using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Cases.Closures;

public sealed class ClosureAnswers
{
    public ClosureReason? Reason { get; set; }

    public string? Results { get; set; }

    public string? Farewell { get; set; }

    public string? WhatRemains { get; set; }

    public string? RemainingContacts { get; set; }

    /// <summary>1 to 10; empty when it could not be asked.</summary>
    public int? QualityOfLife { get; set; }
}

/// <param name="QualityOfLifeBefore">At the last evaluation, else at the intake; null when it was never asked.</param>
/// <param name="WasOnlyContact">Whether the client said that the volunteer is the only contact.</param>
public sealed record ClosureChoices(int? QualityOfLifeBefore, bool WasOnlyContact);

/// <summary>How the trajectory ends; the cycle closes the case after it.</summary>
internal sealed class ClosureForm : TaskForm<ClosureAnswers>
{
    public override HumanTaskKind Kind => HumanTaskKind.Closure;

    public override Task<object> OpenAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<object>(new ClosureAnswers { Reason = scope.Case.ClosureReason });

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var evaluation = await scope.Db.Evaluations.AsNoTracking().Where(e => e.CaseId == scope.Case.Id).OrderByDescending(e => e.RecordedAt).FirstOrDefaultAsync(cancellationToken);
        var atStart = await scope.Db.Intakes.Where(i => i.CaseId == scope.Case.Id).OrderByDescending(i => i.RecordedAt).Select(i => i.QualityOfLife).FirstOrDefaultAsync(cancellationToken);
        return new ClosureChoices(evaluation?.QualityOfLife ?? atStart, evaluation?.IsOnlyContact ?? false);
    }

    protected override void Check(AbstractValidator<ClosureAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.Reason).NotNull().IsInEnum();
        // Those two follow from their own forms, and are no reason where that form said otherwise.
        rules.RuleFor(a => a.Reason).Must(reason => reason == scope.Case.ClosureReason || reason is not (ClosureReason.NotIncluded or ClosureReason.WithdrawnAtIntake)).WithErrorCode("no-such-choice");
        rules.RuleFor(a => a.Results).NotEmpty().MaximumLength(4000);
        rules.RuleFor(a => a.Farewell).MaximumLength(4000);
        rules.RuleFor(a => a.WhatRemains).NotEmpty().MaximumLength(4000);
        rules.RuleFor(a => a.RemainingContacts).NotEmpty().MaximumLength(4000);
        rules.RuleFor(a => a.QualityOfLife).InclusiveBetween(1, 10);
    }

    protected override Task<string> ApplyAsync(TaskFormScope scope, ClosureAnswers answers, CancellationToken cancellationToken)
    {
        var closure = new CaseClosure
        {
            CaseId = scope.Case.Id,
            Reason = answers.Reason!.Value,
            Results = answers.Results!,
            Farewell = answers.Farewell,
            WhatRemains = answers.WhatRemains!,
            RemainingContacts = answers.RemainingContacts!,
            QualityOfLife = answers.QualityOfLife,
            RecordedById = scope.Actor.AccountId,
            RecordedAt = scope.Now,
        };
        scope.Db.Closures.Add(closure);
        scope.Case.ClosureReason = closure.Reason;
        scope.Tell(TimelineKind.TaskCompleted, scope.Task.Id.Value, scope.Task.Title);
        return Task.FromResult("Done");
    }
}
