using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>A coordinator takes back what a volunteer was asked.</summary>
/// <param name="Seen">How it stood when that was decided: a volunteer who said yes meanwhile is not passed over. Null whatever it is.</param>
/// <exception cref="NotFoundException">No such proposal, or not theirs.</exception>
/// <exception cref="ConcurrencyConflictException">It ended, or the volunteer answered first.</exception>
public sealed record WithdrawMatchProposalCommand(Guid ProposalId, string? Reason, MatchProposalStatus? Seen) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfMatchProposal(ProposalId);
}

internal sealed class WithdrawMatchProposalValidator : AbstractValidator<WithdrawMatchProposalCommand>
{
    public WithdrawMatchProposalValidator()
    {
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(MatchProposal.MaxWords);
        RuleFor(c => c.Seen).IsInEnum();
    }
}

internal sealed class WithdrawMatchProposalHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<WithdrawMatchProposalCommand, Guid>
{
    public async Task<Guid> Handle(WithdrawMatchProposalCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator);
        var (proposal, _) = await db.ProposalForChangeAsync(command.ProposalId, actor, cancellationToken);
        var now = time.GetUtcNow();
        proposal.Withdraw(command.Reason!, command.Seen, actor.AccountId, proposal.Volunteer.AccountId, now);
        await db.TellVolunteerAsync(proposal, NoticeKind.OwnMatchEnded, now, cancellationToken);
        return proposal.Id;
    }
}
