using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Meetings;

/// <summary>Takes back what one proposed oneself. A time that was agreed before stands.</summary>
/// <exception cref="CaseRuleException"><c>meeting-proposal-over</c>, <c>meeting-proposal-of-another</c>, <c>role-may-not</c>.</exception>
public sealed record WithdrawProposalCommand(MeetingId MeetingId, MeetingProposalId ProposalId) : ICommand<Unit>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(MeetingId);
}

internal sealed class WithdrawProposalHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<WithdrawProposalCommand, Unit>
{
    public async Task<Unit> Handle(WithdrawProposalCommand command, CancellationToken cancellationToken)
    {
        var (meeting, _) = await db.MeetingForChangeAsync(command.MeetingId, actor, cancellationToken);
        meeting.Withdraw(command.ProposalId, actor.ExpectAtTable());
        return Unit.Value;
    }
}
