using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>Professional, coordinator or volunteer says that the volunteer stays after all.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>leaving-none</c>, <c>role-may-not</c>.</exception>
public sealed record TakeBackLeavingCommand(CaseId CaseId, string? Reason) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record ReasonFields(string? Reason);

internal sealed class TakeBackLeavingValidator : AbstractValidator<TakeBackLeavingCommand>
{
    public TakeBackLeavingValidator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(VolunteerLeaving.MaxReason);
}

internal sealed class TakeBackLeavingHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<TakeBackLeavingCommand, CaseId>
{
    public async Task<CaseId> Handle(TakeBackLeavingCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer);
        await db.TakeBackLeavingAsync(await db.PlannedLeavingAsync(@case, cancellationToken), time.GetUtcNow(), cancellationToken);
        await new LeavingNews(db, @case, actor, time.GetUtcNow()).TellAsync(NoticeKind.LeavingTakenBack, TimelineKind.LeavingTakenBack, command.Reason!, cancellationToken);
        return @case.Id;
    }
}
