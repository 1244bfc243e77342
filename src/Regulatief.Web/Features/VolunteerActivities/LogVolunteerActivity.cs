using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerActivities;

/// <summary>The volunteer writes down what they did with the client.</summary>
/// <param name="On">Not in the future, not before the volunteer and the client were paired.</param>
/// <param name="GoalId">A goal of this case that is worked on; null for none.</param>
/// <param name="Cost">In euros.</param>
/// <param name="Note">Read by the volunteer alone.</param>
/// <exception cref="CaseRuleException"><c>activity-volunteer-only</c>, <c>case-closed</c>.</exception>
public sealed record LogVolunteerActivityCommand(
    CaseId CaseId, VolunteerActivityCategory? Category, DateOnly? On, int? Minutes, LocationType? Location, Guid? GoalId, decimal? Cost, string? Note)
    : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class LogVolunteerActivityValidator : AbstractValidator<LogVolunteerActivityCommand>
{
    public LogVolunteerActivityValidator(TimeProvider time)
    {
        RuleFor(c => c.Category).NotNull().IsInEnum();
        RuleFor(c => c.On).NotNull().LessThanOrEqualTo(time.Today());
        RuleFor(c => c.Minutes).NotNull().InclusiveBetween(1, 24 * 60);
        RuleFor(c => c.Location).NotNull().IsInEnum();
        RuleFor(c => c.Cost).InclusiveBetween(0, 10_000);
        RuleFor(c => c.Note).MaximumLength(4000);
    }
}

internal sealed class LogVolunteerActivityHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<LogVolunteerActivityCommand, Guid>
{
    private const int CentsInEuro = 100;

    public async Task<Guid> Handle(LogVolunteerActivityCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        if (@case.CurrentAssignment is not { } pairing || pairing.Volunteer.AccountId != actor.AccountId) throw new CaseRuleException("activity-volunteer-only");
        @case.RefuseIfClosed();
        if (command.On < LegalTime.DateOf(pairing.From)) throw Wrong(nameof(command.On), "activity-before-pairing");

        var activity = new VolunteerActivity
        {
            CaseId = @case.Id,
            VolunteerId = pairing.VolunteerId,
            Category = command.Category!.Value,
            On = command.On!.Value,
            Minutes = command.Minutes,
            Location = command.Location!.Value,
            GoalId = GoalOf(@case, command.GoalId),
            CostInCents = (int?)decimal.Round(command.Cost * CentsInEuro ?? 0) is var cents and > 0 ? cents : null,
            Note = string.IsNullOrWhiteSpace(command.Note) ? null : command.Note,
            LoggedAt = time.GetUtcNow(),
        };
        db.VolunteerActivities.Add(activity);
        await db.HearOfContactAsync(@case, activity.On, activity.LoggedAt, cancellationToken);
        return activity.Id;
    }

    private static GoalId? GoalOf(Case @case, Guid? id)
    {
        if (id is not { } named) return null;
        return @case.Goals.Find(g => g.Id.Value == named && g.EndedAt is null)?.Id ?? throw Wrong(nameof(LogVolunteerActivityCommand.GoalId), "activity-unknown-goal");
    }

    private static ValidationException Wrong(string field, string code) => new([new ValidationFailure(field, "") { ErrorCode = code }]);
}
