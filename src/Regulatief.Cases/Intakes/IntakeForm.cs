using FluentValidation;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Cases.Intakes;

public sealed class IntakeAnswers
{
    /// <summary>False when the client does not want to go on; then only the reason is asked.</summary>
    public bool? GoesOn { get; set; }

    public string? WithdrawnReason { get; set; }

    public string? HelpNeeds { get; set; }

    public string? WhyVolunteer { get; set; }

    public string? WishesForVolunteer { get; set; }

    /// <summary>1 to 10.</summary>
    public int? QualityOfLife { get; set; }

    public CooperationForm? CooperationForm { get; set; }

    /// <summary>Asked when another form than the goal-directed one is chosen.</summary>
    public string? CooperationFormReason { get; set; }
}

/// <summary>What the officer and the client establish at the start.</summary>
internal sealed class IntakeForm : TaskForm<IntakeAnswers>
{
    public override HumanTaskKind Kind => HumanTaskKind.Intake;

    protected override void Check(AbstractValidator<IntakeAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.GoesOn).NotNull();
        rules.When(a => a.GoesOn == false, () => rules.RuleFor(a => a.WithdrawnReason).NotEmpty().MaximumLength(2000));
        rules.When(a => a.GoesOn == true, () =>
        {
            rules.RuleFor(a => a.HelpNeeds).NotEmpty().MaximumLength(4000);
            rules.RuleFor(a => a.WhyVolunteer).NotEmpty().MaximumLength(4000);
            rules.RuleFor(a => a.WishesForVolunteer).MaximumLength(2000);
            rules.RuleFor(a => a.QualityOfLife).InclusiveBetween(1, 10);
            rules.RuleFor(a => a.CooperationForm).NotNull().IsInEnum().NotEqual(CooperationForm.ControlDirected).WithErrorCode("form-not-offered");
            rules.RuleFor(a => a.CooperationFormReason).NotEmpty().MaximumLength(2000).When(a => a.CooperationForm == CooperationForm.NoCooperation);
        });
    }

    protected override Task<string> ApplyAsync(TaskFormScope scope, IntakeAnswers answers, CancellationToken cancellationToken)
    {
        if (answers.GoesOn == false)
        {
            scope.Case.ClosureReason = ClosureReason.WithdrawnAtIntake;
            scope.Tell(TimelineKind.Stopped, note: answers.WithdrawnReason);
            return Task.FromResult("Withdrawn");
        }

        var intake = new Intake
        {
            CaseId = scope.Case.Id,
            HelpNeeds = answers.HelpNeeds!,
            WhyVolunteer = answers.WhyVolunteer!,
            WishesForVolunteer = answers.WishesForVolunteer,
            QualityOfLife = answers.QualityOfLife,
            RecordedById = scope.Actor.AccountId,
            RecordedAt = scope.Now,
        };
        scope.Db.Intakes.Add(intake);
        scope.Case.CooperationForm = answers.CooperationForm!.Value;
        scope.Case.CooperationFormReason = answers.CooperationForm == CooperationForm.GoalDirected ? null : answers.CooperationFormReason;
        scope.Tell(TimelineKind.IntakeDone, intake.Id);
        return Task.FromResult("Done");
    }
}
