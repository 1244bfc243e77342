using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseActions;

/// <summary>Adds a goal of the supervision plan.</summary>
/// <exception cref="CaseRuleException"><c>case-closed</c>.</exception>
public sealed record AddGoalCommand(CaseId CaseId, string? Text, GoalKind? GoalKind, LifeDomain? LifeDomain) : ICommand<GoalId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class AddGoalValidator : AbstractValidator<AddGoalCommand>
{
    public AddGoalValidator()
    {
        RuleFor(c => c.Text).NotEmpty().MaximumLength(500);
        RuleFor(c => c.GoalKind).NotNull().IsInEnum();
        RuleFor(c => c.LifeDomain).NotNull().IsInEnum();
    }
}

internal sealed class AddGoalHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AddGoalCommand, GoalId>
{
    public async Task<GoalId> Handle(AddGoalCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer);
        @case.RefuseIfClosed();

        var now = time.GetUtcNow();
        var goal = new Goal { CaseId = @case.Id, Text = command.Text!, Kind = command.GoalKind!.Value, LifeDomain = command.LifeDomain!.Value, AddedAt = now };
        @case.Goals.Add(goal);
        // No note: the goal itself is passed on only where an agreement says so.
        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.GoalAdded, At = now, ById = actor.AccountId, SubjectId = goal.Id.Value });
        return goal.Id;
    }
}
