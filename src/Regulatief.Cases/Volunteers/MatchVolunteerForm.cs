using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Cases.Volunteers;

public sealed class MatchVolunteerAnswers
{
    /// <summary>False when nobody suits now; then only the reason is asked.</summary>
    public bool? IsFound { get; set; }

    public Guid? VolunteerId { get; set; }

    /// <summary>Why this volunteer suits this client.</summary>
    public string? Motivation { get; set; }

    public string? NoMatchReason { get; set; }
}

/// <param name="HelpNeeds">What the client asks help with; null before an intake.</param>
public sealed record MatchVolunteerChoices(string? HelpNeeds, string? WishesForVolunteer, IReadOnlyList<VolunteerCandidate> Candidates);

/// <summary>The coordinator chooses a volunteer for the client.</summary>
internal sealed class MatchVolunteerForm : TaskForm<MatchVolunteerAnswers>
{
    public override HumanTaskKind Kind => HumanTaskKind.MatchVolunteer;

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var intake = await scope.Db.Intakes.Where(i => i.CaseId == scope.Case.Id).OrderByDescending(i => i.RecordedAt).FirstOrDefaultAsync(cancellationToken);
        return new MatchVolunteerChoices(intake?.HelpNeeds, intake?.WishesForVolunteer, await scope.CandidatesAsync(cancellationToken));
    }

    protected override void Check(AbstractValidator<MatchVolunteerAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.IsFound).NotNull();
        rules.When(a => a.IsFound == true, () =>
        {
            rules.RuleFor(a => a.VolunteerId).NotNull();
            rules.RuleFor(a => a.Motivation).NotEmpty().MaximumLength(2000);
        });
        rules.When(a => a.IsFound == false, () =>
        {
            rules.RuleFor(a => a.NoMatchReason).NotEmpty().MaximumLength(2000);
            rules.RuleFor(a => a.VolunteerId).Null().WithErrorCode("no-match-names-volunteer");
        });
    }

    protected override async Task<string> ApplyAsync(TaskFormScope scope, MatchVolunteerAnswers answers, CancellationToken cancellationToken)
    {
        if (answers.IsFound == false)
        {
            scope.Tell(TimelineKind.NoVolunteerFound, note: answers.NoMatchReason);
            return "NoMatch";
        }

        if (scope.Case.CurrentAssignment is not null) throw new CaseRuleException("volunteer-already-paired", scope.Case.Number);
        var pairing = await scope.PairAsync(answers.VolunteerId!.Value, answers.Motivation, nameof(answers.VolunteerId), cancellationToken);
        scope.Tell(TimelineKind.VolunteerMatched, pairing.Id);
        return "Matched";
    }
}
