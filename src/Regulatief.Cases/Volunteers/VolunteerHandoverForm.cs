using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Volunteers;

public sealed class VolunteerHandoverAnswers
{
    /// <summary>The last day of the leaving volunteer, and why they leave; not asked when they left already.</summary>
    public DateOnly? LeftOn { get; set; }

    public string? LeaveReason { get; set; }

    public string? ToHandOver { get; set; }

    public bool? HasSuccessor { get; set; }

    public Guid? SuccessorId { get; set; }

    public string? Motivation { get; set; }

    /// <summary>The joint talk; without one the reason is asked.</summary>
    public DateOnly? TransferOn { get; set; }

    public string? NoTransferReason { get; set; }

    public string? NoSuccessorReason { get; set; }
}

/// <param name="LeavingName">Null when the volunteer left already.</param>
/// <param name="WasOnlyContact">Whether the client said that the volunteer is the only contact.</param>
public sealed record VolunteerHandoverChoices(
    string? LeavingName, DateOnly? PairedSince, bool WasOnlyContact, string? WishesForVolunteer, IReadOnlyList<VolunteerCandidate> Candidates);

/// <summary>A warm hand-over: the pairing ends, and a successor is chosen or not found.</summary>
internal sealed class VolunteerHandoverForm : TaskForm<VolunteerHandoverAnswers>
{
    public const string Done = "Done";

    public override HumanTaskKind Kind => HumanTaskKind.VolunteerHandover;

    public override Task<object> OpenAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<object>(new VolunteerHandoverAnswers { LeftOn = scope.Case.CurrentAssignment is null ? null : scope.Today });

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var leaving = scope.Case.CurrentAssignment;
        var intake = await scope.Db.Intakes.Where(i => i.CaseId == scope.Case.Id).OrderByDescending(i => i.RecordedAt).FirstOrDefaultAsync(cancellationToken);
        var wasOnlyContact = await scope.Db.IsOnlyContactAsync(scope.Case.Id, cancellationToken);
        return new VolunteerHandoverChoices(
            leaving?.Volunteer.NameFor(scope.Actor.Role), leaving is null ? null : LegalTime.DateOf(leaving.From), wasOnlyContact, intake?.WishesForVolunteer,
            await scope.CandidatesAsync(cancellationToken));
    }

    protected override void Check(AbstractValidator<VolunteerHandoverAnswers> rules, TaskFormScope scope)
    {
        if (scope.Case.CurrentAssignment is { } leaving)
        {
            rules.RuleFor(a => a.LeftOn).NotNull().GreaterThanOrEqualTo(LegalTime.DateOf(leaving.From)).LessThanOrEqualTo(scope.Today);
            rules.RuleFor(a => a.LeaveReason).NotEmpty().MaximumLength(2000);
        }

        rules.RuleFor(a => a.ToHandOver).NotEmpty().MaximumLength(4000);
        rules.RuleFor(a => a.HasSuccessor).NotNull();
        rules.When(a => a.HasSuccessor == true, () =>
        {
            rules.RuleFor(a => a.SuccessorId).NotNull();
            rules.RuleFor(a => a.Motivation).NotEmpty().MaximumLength(2000);
            rules.RuleFor(a => a.TransferOn).GreaterThanOrEqualTo(scope.PairedSince).LessThanOrEqualTo(scope.YearAhead);
            rules.RuleFor(a => a.NoTransferReason).NotEmpty().WithErrorCode("handover-not-warm").When(a => a.TransferOn is null);
            rules.RuleFor(a => a.NoTransferReason).MaximumLength(2000);
        });
        rules.When(a => a.HasSuccessor == false, () =>
        {
            rules.RuleFor(a => a.NoSuccessorReason).NotEmpty().MaximumLength(2000);
            rules.RuleFor(a => a.SuccessorId).Null().WithErrorCode("no-match-names-volunteer");
        });
    }

    protected override async Task<string> ApplyAsync(TaskFormScope scope, VolunteerHandoverAnswers answers, CancellationToken cancellationToken)
    {
        var leaving = scope.Case.CurrentAssignment;
        // Also when the pairing was ended before: whoever left is not their own successor.
        var last = scope.Case.Assignments.MaxBy(a => a.From);
        if (answers.SuccessorId is { } chosen && chosen == last?.VolunteerId.Value) throw Wrong(nameof(answers.SuccessorId), "successor-is-leaving");
        var pairing = answers.HasSuccessor == true
            ? await scope.PairAsync(answers.SuccessorId!.Value, answers.Motivation, nameof(answers.SuccessorId), cancellationToken)
            : null;
        if (leaving is not null)
            await scope.Db.EndPairingAsync(scope.Workflows, leaving, scope.Case, EndOf(answers.LeftOn!.Value, scope.Now), answers.LeaveReason!, scope.Now, cancellationToken);

        var handover = new VolunteerHandover
        {
            CaseId = scope.Case.Id,
            FromVolunteerId = leaving?.VolunteerId,
            ToVolunteerId = pairing?.VolunteerId,
            ToHandOver = answers.ToHandOver!,
            TransferOn = pairing is null ? null : answers.TransferOn,
            NoTransferReason = pairing is null || answers.TransferOn is not null ? null : answers.NoTransferReason,
            NoSuccessorReason = pairing is null ? answers.NoSuccessorReason : null,
            RecordedById = scope.Actor.AccountId,
            RecordedAt = scope.Now,
        };
        scope.Db.Handovers.Add(handover);

        if (pairing is null) scope.Tell(TimelineKind.NoVolunteerFound, handover.Id, answers.NoSuccessorReason);
        else scope.Tell(TimelineKind.VolunteerReplaced, handover.Id);
        return pairing is null ? "NoSuccessor" : Done;
    }

    /// <summary>The end of the last day, but never after now: a pairing that is ended has ended.</summary>
    private static DateTimeOffset EndOf(DateOnly lastDay, DateTimeOffset now)
    {
        var end = LegalTime.EndOf(lastDay);
        return end < now ? end : now;
    }
}
