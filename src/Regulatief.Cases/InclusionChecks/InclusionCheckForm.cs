using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Cases.InclusionChecks;

public sealed class InclusionCheckAnswers
{
    public CriterionAnswer? NoSafetyRisk { get; set; }

    public string? NoSafetyRiskReason { get; set; }

    public CriterionAnswer? NeedsHelp { get; set; }

    public string? NeedsHelpReason { get; set; }

    public CriterionAnswer? OpenToContact { get; set; }

    public string? OpenToContactReason { get; set; }

    public string? ClientsWords { get; set; }
}

/// <summary>What was said before: at the intake, and at an earlier check.</summary>
/// <param name="EarlierOutcome">Null at the first check.</param>
public sealed record InclusionCheckChoices(string? HelpNeeds, string? WishesForVolunteer, InclusionOutcome? EarlierOutcome, DateTimeOffset? EarlierAt);

/// <summary>The three broad criteria and no other: who the client is or did is no part of it.</summary>
internal sealed class InclusionCheckForm : TaskForm<InclusionCheckAnswers>
{
    public override HumanTaskKind Kind => HumanTaskKind.InclusionCheck;

    public override async Task<object> OpenAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        if (await EarlierAsync(scope, cancellationToken) is not { } earlier) return new InclusionCheckAnswers();
        return new InclusionCheckAnswers
        {
            NoSafetyRisk = earlier.NoSafetyRisk,
            NoSafetyRiskReason = earlier.NoSafetyRiskReason,
            NeedsHelp = earlier.NeedsHelp,
            NeedsHelpReason = earlier.NeedsHelpReason,
            OpenToContact = earlier.OpenToContact,
            OpenToContactReason = earlier.OpenToContactReason,
            ClientsWords = earlier.ClientsWords,
        };
    }

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var intake = await scope.Db.Intakes.Where(i => i.CaseId == scope.Case.Id).OrderByDescending(i => i.RecordedAt).FirstOrDefaultAsync(cancellationToken);
        var earlier = await EarlierAsync(scope, cancellationToken);
        return new InclusionCheckChoices(intake?.HelpNeeds, intake?.WishesForVolunteer, earlier?.Outcome, earlier?.DecidedAt);
    }

    protected override void Check(AbstractValidator<InclusionCheckAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.NoSafetyRisk).NotNull().IsInEnum();
        rules.RuleFor(a => a.NoSafetyRiskReason).NotEmpty().MaximumLength(2000);
        rules.RuleFor(a => a.NeedsHelp).NotNull().IsInEnum();
        rules.RuleFor(a => a.NeedsHelpReason).NotEmpty().MaximumLength(2000);
        rules.RuleFor(a => a.OpenToContact).NotNull().IsInEnum();
        rules.RuleFor(a => a.OpenToContactReason).NotEmpty().MaximumLength(2000);
        rules.RuleFor(a => a.ClientsWords).NotEmpty().MaximumLength(4000);
    }

    protected override Task<string> ApplyAsync(TaskFormScope scope, InclusionCheckAnswers answers, CancellationToken cancellationToken)
    {
        var check = new InclusionCheck
        {
            CaseId = scope.Case.Id,
            NoSafetyRisk = answers.NoSafetyRisk!.Value,
            NoSafetyRiskReason = answers.NoSafetyRiskReason!,
            NeedsHelp = answers.NeedsHelp!.Value,
            NeedsHelpReason = answers.NeedsHelpReason!,
            OpenToContact = answers.OpenToContact!.Value,
            OpenToContactReason = answers.OpenToContactReason!,
            ClientsWords = answers.ClientsWords!,
            DecidedById = scope.Actor.AccountId,
            DecidedAt = scope.Now,
        };
        scope.Db.InclusionChecks.Add(check);
        scope.Case.ClosureReason = check.Outcome == InclusionOutcome.NotIncluded ? ClosureReason.NotIncluded : null;
        scope.Tell(TimelineKind.InclusionDecided, check.Id);
        return Task.FromResult(check.Outcome.ToString());
    }

    private static Task<InclusionCheck?> EarlierAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.InclusionChecks.Where(c => c.CaseId == scope.Case.Id).OrderByDescending(c => c.DecidedAt).FirstOrDefaultAsync(cancellationToken);
}
