using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;

namespace Regulatief.Cases.Volunteers;

public sealed class SuccessorAnswers
{
    public bool? HasSuccessor { get; set; }

    public Guid? SuccessorId { get; set; }

    /// <summary>Why this volunteer suits this client.</summary>
    public string? Motivation { get; set; }

    public string? NoSuccessorReason { get; set; }
}

public sealed record SuccessorChoices(string LeavingName, DateOnly LastDay, bool IsOnlyContact, string? WishesForVolunteer, IReadOnlyList<VolunteerCandidate> Candidates);

/// <summary>The coordinator finds who takes over from a volunteer who leaves on a day to come. The pairing begins when the day is over.</summary>
internal sealed class SuccessorForm : TaskForm<SuccessorAnswers>
{
    public const string Found = "Found";
    public const string NotFound = "NotFound";

    public override HumanTaskKind Kind => HumanTaskKind.Successor;

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var leaving = await LeavingOfAsync(scope, cancellationToken);
        var intake = await scope.Db.Intakes.Where(i => i.CaseId == scope.Case.Id).OrderByDescending(i => i.RecordedAt).FirstOrDefaultAsync(cancellationToken);
        return new SuccessorChoices(
            scope.Case.Assignments.Single(a => a.Id == leaving.PairingId).Volunteer.NameFor(scope.Actor.Role), leaving.LastDay, leaving.IsOnlyContact, intake?.WishesForVolunteer,
            await scope.CandidatesAsync(cancellationToken));
    }

    protected override void Check(AbstractValidator<SuccessorAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.HasSuccessor).NotNull();
        rules.When(a => a.HasSuccessor == true, () =>
        {
            rules.RuleFor(a => a.SuccessorId).NotNull();
            rules.RuleFor(a => a.Motivation).NotEmpty().MaximumLength(VolunteerLeaving.MaxReason);
        });
        rules.When(a => a.HasSuccessor == false, () =>
        {
            rules.RuleFor(a => a.NoSuccessorReason).NotEmpty().MaximumLength(VolunteerLeaving.MaxReason);
            rules.RuleFor(a => a.SuccessorId).Null().WithErrorCode("no-match-names-volunteer");
        });
    }

    protected override async Task<string> ApplyAsync(TaskFormScope scope, SuccessorAnswers answers, CancellationToken cancellationToken)
    {
        if (answers.HasSuccessor == false)
        {
            scope.Tell(TimelineKind.NoVolunteerFound, scope.Task.Id.Value, answers.NoSuccessorReason);
            return NotFound;
        }

        var (leaving, id) = (await LeavingOfAsync(scope, cancellationToken), VolunteerId.From(answers.SuccessorId!.Value));
        var load = await scope.Db.Volunteers.OfProject(scope.Case.ProjectId).Where(v => v.IsActive && v.Id == id).WithLoad(scope.Db).SingleOrDefaultAsync(cancellationToken)
            ?? throw Wrong(nameof(answers.SuccessorId), "volunteer-not-of-project");
        if (id == scope.Case.CurrentAssignment?.VolunteerId) throw Wrong(nameof(answers.SuccessorId), "successor-is-leaving");
        // On the day itself it is asked anew: a declaration may end before.
        if (load.ObstaclesOn(leaving.LastDay).ToList() is [var obstacle, ..]) throw Wrong(nameof(answers.SuccessorId), VolunteerCandidates.CodeOf(obstacle));
        await scope.Db.NameSuccessorAsync(leaving, load.Volunteer, answers.Motivation!, scope.Actor.AccountId, scope.Now, cancellationToken);
        scope.Tell(TimelineKind.SuccessorFound, leaving.Id);
        return Found;
    }

    private static Task<VolunteerLeaving> LeavingOfAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.VolunteerLeavings.SingleAsync(l => l.Id == scope.Task.SubjectId, cancellationToken);
}
