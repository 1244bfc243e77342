using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>Professional, coordinator or volunteer says that they all talked: who leaves, who comes, the client and the professional. What was said is theirs.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>leaving-none</c>, <c>meeting-already-recorded</c>, <c>role-may-not</c>.</exception>
public sealed record RecordJointTalkCommand(CaseId CaseId, DateOnly? On, LocationType? Place) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record TalkFields(DateOnly? On, LocationType? Place)
{
    public RecordJointTalkCommand For(Guid caseId) => new(CaseId.From(caseId), On, Place);
}

internal sealed class RecordJointTalkValidator : AbstractValidator<RecordJointTalkCommand>
{
    public RecordJointTalkValidator(TimeProvider time)
    {
        RuleFor(c => c.On).NotNull().LessThanOrEqualTo(time.Today());
        RuleFor(c => c.Place).NotNull().IsInEnum();
    }
}

internal sealed class RecordJointTalkHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<RecordJointTalkCommand, CaseId>
{
    public async Task<CaseId> Handle(RecordJointTalkCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Volunteer);
        var leaving = await db.PlannedLeavingAsync(@case, cancellationToken);
        if (command.On < LegalTime.DateOf(leaving.SaidAt)) throw new ValidationException([new FluentValidation.Results.ValidationFailure(nameof(command.On), "") { ErrorCode = "talk-before-leaving" }]);
        var talk = await db.TalkOfAsync(leaving, cancellationToken) ?? throw new CaseRuleException("leaving-none", @case.Number);
        talk.RecordTalk(command.On!.Value, command.Place!.Value);
        return @case.Id;
    }
}
