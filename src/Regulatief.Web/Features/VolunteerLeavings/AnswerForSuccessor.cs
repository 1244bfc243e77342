using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>The client says whether the successor may know this; of who has no account the professional writes it down. Said again, the last time counts.</summary>
/// <exception cref="NotFoundException">No such case or item, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>leaving-none</c>, <c>role-may-not</c>; <c>for-successor-client-answers</c>: the client has an account, and says it themselves.</exception>
public sealed record AnswerForSuccessorCommand(CaseId CaseId, Guid ItemId, bool? IsAgreed) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record AgreedFields(bool? IsAgreed);

internal sealed class AnswerForSuccessorValidator : AbstractValidator<AnswerForSuccessorCommand>
{
    public AnswerForSuccessorValidator() => RuleFor(c => c.IsAgreed).NotNull();
}

internal sealed class AnswerForSuccessorHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AnswerForSuccessorCommand, CaseId>
{
    public async Task<CaseId> Handle(AnswerForSuccessorCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.Client, AccountRole.ProbationOfficer);
        if (actor.Role == AccountRole.ProbationOfficer && @case.Client.AccountId is not null) throw new CaseRuleException("for-successor-client-answers");
        var leaving = await db.PlannedLeavingAsync(@case, cancellationToken);
        var item = leaving.Items.Find(i => i.Id == command.ItemId) ?? throw new NotFoundException(nameof(ForSuccessor), command.ItemId);
        item.Answer(command.IsAgreed!.Value, actor.AccountId, time.GetUtcNow());
        return @case.Id;
    }
}
