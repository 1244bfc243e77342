using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Volunteers;

namespace Regulatief.Cases.SafetyChecks;

public sealed class SafetyCheckAnswers
{
    public LocationType? Location { get; set; }

    public string? Considerations { get; set; }

    public string? Measures { get; set; }

    /// <summary>False chooses the probation office.</summary>
    public bool? IsSafe { get; set; }
}

/// <summary>The safety of the meeting place, before the first contact.</summary>
internal sealed class SafetyCheckForm : TaskForm<SafetyCheckAnswers>
{
    public override HumanTaskKind Kind => HumanTaskKind.SafetyCheck;

    public override async Task<object> OpenAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var earlier = await scope.Db.SafetyChecks.Where(c => c.CaseId == scope.Case.Id).OrderByDescending(c => c.DecidedAt).FirstOrDefaultAsync(cancellationToken);
        return new SafetyCheckAnswers { Location = earlier?.Considered, Considerations = earlier?.Considerations, Measures = earlier?.Measures };
    }

    protected override void Check(AbstractValidator<SafetyCheckAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.Location).NotNull().IsInEnum();
        rules.RuleFor(a => a.Considerations).NotEmpty().MaximumLength(4000);
        rules.RuleFor(a => a.Measures).MaximumLength(4000);
        rules.RuleFor(a => a.IsSafe).NotNull();
        rules.RuleFor(a => a.IsSafe).NotEqual(false).WithErrorCode("office-not-safe").When(a => a.Location == LocationType.ProbationOffice);
    }

    protected override Task<string> ApplyAsync(TaskFormScope scope, SafetyCheckAnswers answers, CancellationToken cancellationToken)
    {
        // The last gate before volunteer and client meet: the declaration of conduct may have ended since the pairing.
        if (scope.Case.CurrentAssignment is { Volunteer: var volunteer } && !volunteer.HasValidDeclarationOn(scope.Today))
            throw new CaseRuleException("volunteer-declaration-ended", volunteer.FullName);

        var check = new SafetyCheck
        {
            CaseId = scope.Case.Id,
            Considered = answers.Location!.Value,
            Considerations = answers.Considerations!,
            Measures = answers.Measures,
            IsSafe = answers.IsSafe!.Value,
            DecidedById = scope.Actor.AccountId,
            DecidedAt = scope.Now,
        };
        scope.Db.SafetyChecks.Add(check);
        scope.Tell(TimelineKind.TaskCompleted, scope.Task.Id.Value, scope.Task.Title);
        return Task.FromResult("Done");
    }
}
