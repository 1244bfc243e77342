using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Volunteers;

public sealed class VolunteerCheckInAnswers
{
    public DateOnly? SpokeOn { get; set; }

    /// <summary>How the volunteer is with it; nothing of the client.</summary>
    public string? HowItGoes { get; set; }

    public string? Needs { get; set; }
}

/// <param name="Since">The first day of the pairing.</param>
/// <param name="Earlier">What was heard the time before; null the first time.</param>
public sealed record VolunteerCheckInChoices(string Volunteer, string? Phone, DateOnly Since, string? Earlier, string? EarlierNeeds);

/// <summary>A coordinator asks a volunteer how they are with it, and what they need.</summary>
internal sealed class VolunteerCheckInForm : TaskForm<VolunteerCheckInAnswers>
{
    public const string Spoken = "Spoken";

    public override HumanTaskKind Kind => HumanTaskKind.VolunteerCheckIn;

    public override async Task<object?> ChoicesAsync(TaskFormScope scope, CancellationToken cancellationToken)
    {
        var checkIn = await CheckInOfAsync(scope, cancellationToken);
        var pairing = scope.Case.Assignments.Single(a => a.Id == checkIn.AssignmentId);
        var phone = await scope.Db.Accounts.Where(a => a.Id == pairing.Volunteer.AccountId).Select(a => a.PhoneNumber).SingleAsync(cancellationToken);
        var earlier = await scope.Db.VolunteerCheckIns.Where(c => c.AssignmentId == pairing.Id && c.Number < checkIn.Number && c.SpokeOn != null).OrderByDescending(c => c.Number)
            .AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        return new VolunteerCheckInChoices(pairing.Volunteer.NameFor(scope.Actor.Role), phone, LegalTime.DateOf(pairing.From), earlier?.HowItGoes, earlier?.Needs);
    }

    protected override void Check(AbstractValidator<VolunteerCheckInAnswers> rules, TaskFormScope scope)
    {
        rules.RuleFor(a => a.SpokeOn).NotNull().GreaterThanOrEqualTo(scope.PairedSince).LessThanOrEqualTo(scope.Today);
        rules.RuleFor(a => a.HowItGoes).NotEmpty().MaximumLength(VolunteerCheckIn.MaxWords);
        rules.RuleFor(a => a.Needs).MaximumLength(VolunteerCheckIn.MaxWords);
    }

    protected override async Task<string> ApplyAsync(TaskFormScope scope, VolunteerCheckInAnswers answers, CancellationToken cancellationToken)
    {
        (await CheckInOfAsync(scope, cancellationToken)).Spoke(answers.SpokeOn!.Value, answers.HowItGoes!, answers.Needs, scope.Actor.AccountId);
        return Spoken;
    }

    private static Task<VolunteerCheckIn> CheckInOfAsync(TaskFormScope scope, CancellationToken cancellationToken) =>
        scope.Db.VolunteerCheckIns.SingleAsync(c => c.Id == scope.Task.SubjectId, cancellationToken);
}
