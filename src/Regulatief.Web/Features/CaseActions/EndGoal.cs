using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseActions;

/// <summary>Says that a goal is reached or given up; what was done for it stays.</summary>
/// <exception cref="NotFoundException">The case has no such goal.</exception>
/// <exception cref="CaseRuleException"><c>case-closed</c>, <c>goal-already-ended</c>.</exception>
public sealed record EndGoalCommand(CaseId CaseId, GoalId? GoalId, string? Reason) : ICommand<GoalId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class EndGoalValidator : AbstractValidator<EndGoalCommand>
{
    public EndGoalValidator()
    {
        RuleFor(c => c.GoalId).NotNull();
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class EndGoalHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<EndGoalCommand, GoalId>
{
    public async Task<GoalId> Handle(EndGoalCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer);
        @case.RefuseIfClosed();
        var goal = @case.Goals.Find(g => g.Id == command.GoalId) ?? throw new NotFoundException(nameof(Goal), command.GoalId!);

        var now = time.GetUtcNow();
        goal.End(now);
        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.GoalEnded, At = now, ById = actor.AccountId, SubjectId = goal.Id.Value, Note = command.Reason });
        return goal.Id;
    }
}
