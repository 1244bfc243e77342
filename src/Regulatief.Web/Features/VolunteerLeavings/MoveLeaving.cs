using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>Professional, coordinator or volunteer says another last day, and why.</summary>
/// <param name="LastDay">Not before today.</param>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>leaving-none</c>, <c>role-may-not</c>.</exception>
public sealed record MoveLeavingCommand(CaseId CaseId, DateOnly? LastDay, string? Reason) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record MoveLeavingFields(DateOnly? LastDay, string? Reason)
{
    public MoveLeavingCommand For(Guid caseId) => new(CaseId.From(caseId), LastDay, Reason);
}

internal sealed class MoveLeavingValidator : AbstractValidator<MoveLeavingCommand>
{
    public MoveLeavingValidator(TimeProvider time)
    {
        RuleFor(c => c.LastDay).NotNull().GreaterThanOrEqualTo(time.Today()).LessThanOrEqualTo(time.Today().AddMonths(VolunteerLeaving.MostMonthsAhead));
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(VolunteerLeaving.MaxReason);
    }
}

internal sealed class MoveLeavingHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<MoveLeavingCommand, CaseId>
{
    public async Task<CaseId> Handle(MoveLeavingCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer);
        var leaving = await db.PlannedLeavingAsync(@case, cancellationToken);
        await db.MoveLeavingAsync(leaving, @case, command.LastDay!.Value, time.GetUtcNow(), cancellationToken);
        await new LeavingNews(db, @case, actor, time.GetUtcNow()).TellAsync(NoticeKind.LeavingMoved, TimelineKind.LeavingMoved, command.Reason!, cancellationToken);
        return @case.Id;
    }
}
