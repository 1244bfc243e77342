using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
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

    /// <summary>Who asked the volunteer and the client, outside the product, and when; with a proposal both are asked within it.</summary>
    public string? AskedBy { get; set; }

    public DateOnly? AskedOn { get; set; }

    public string? NoMatchReason { get; set; }
}

/// <param name="HelpNeeds">What the client asks help with; null before an intake.</param>
/// <param name="Profile">What the client agreed that a volunteer may know beforehand; null when they did not: then nobody can be asked.</param>
/// <param name="Open">The proposal that waits; null when nobody is asked.</param>
/// <param name="Suggestions">Who can be asked, the best first.</param>
public sealed record MatchVolunteerChoices(
    string? HelpNeeds, string? WishesForVolunteer, IReadOnlyList<VolunteerCandidate> Candidates, KnownBeforehand? Profile, OpenProposal? Open, IReadOnlyList<MatchSuggestion> Suggestions);

/// <summary>What a volunteer may know before saying yes.</summary>
public sealed record KnownBeforehand(string? Place, IReadOnlyList<WeekPart> AvailableOn, string? Languages, IReadOnlyList<VolunteerActivityCategory> Help)
{
    public static KnownBeforehand? Of(MatchProfile? profile) => profile is null ? null : new KnownBeforehand(profile.Place, profile.AvailableOn, profile.Languages, profile.Help);
}

public sealed record OpenProposal(Guid Id, string Volunteer, MatchProposalStatus Status, DateTimeOffset AskedAt, DateOnly DueOn, DateOnly? MeetsOn);

/// <summary>
/// The coordinator finds a volunteer for the client: asks by proposals, the last yes of which ends this step, or says here whom they paired otherwise, or that nobody suits.
/// </summary>
internal sealed class MatchVolunteerForm : TaskForm<MatchVolunteerAnswers>
{
    public const string Matched = "Matched";

    public override HumanTaskKind Kind => HumanTaskKind.MatchVolunteer;

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var intake = await scope.Db.Intakes.Where(i => i.CaseId == scope.Case.Id).OrderByDescending(i => i.RecordedAt).FirstOrDefaultAsync(cancellationToken);
        var profile = await scope.Db.MatchProfiles.AsNoTracking().SingleOrDefaultAsync(p => p.CaseId == scope.Case.Id, cancellationToken);
        var open = await scope.Db.MatchProposals.Open().Include(p => p.Volunteer).AsNoTracking().FirstOrDefaultAsync(p => p.CaseId == scope.Case.Id, cancellationToken);
        return new MatchVolunteerChoices(
            intake?.HelpNeeds, intake?.WishesForVolunteer, await scope.CandidatesAsync(cancellationToken), KnownBeforehand.Of(profile),
            open is null ? null : new OpenProposal(open.Id, open.Volunteer.NameFor(scope.Actor.Role), open.Status, open.AskedAt, open.DueOn, open.MeetsOn),
            await scope.Db.SuggestionsAsync(scope.Case, scope.Actor, scope.Today, cancellationToken));
    }

    protected override void Check(AbstractValidator<MatchVolunteerAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.IsFound).NotNull();
        rules.When(a => a.IsFound == true, () =>
        {
            rules.RuleFor(a => a.VolunteerId).NotNull();
            rules.RuleFor(a => a.Motivation).NotEmpty().MaximumLength(2000);
            rules.RuleFor(a => a.AskedBy).NotEmpty().MaximumLength(VolunteerAssignment.MaxAskedBy);
            rules.RuleFor(a => a.AskedOn).NotNull().LessThanOrEqualTo(scope.Today);
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
        pairing.AskedOutside(answers.AskedBy!, answers.AskedOn!.Value);
        scope.Tell(TimelineKind.VolunteerMatched, pairing.Id);
        return Matched;
    }
}
