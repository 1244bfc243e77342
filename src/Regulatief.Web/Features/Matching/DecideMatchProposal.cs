using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>
/// The client says whether they go on with the volunteer they met; of who has no account the coordinator writes it down. A yes pairs the two and ends the coordinator's step, when
/// all is still as it was; else the proposal ends.
/// </summary>
/// <param name="Reason">Asked with a no.</param>
/// <exception cref="NotFoundException">No such proposal, or not theirs.</exception>
/// <exception cref="CaseRuleException">
/// <c>match-not-met</c>: they did not meet yet; <c>match-not-accepted</c>; <c>match-client-answers</c>: the client has an account, and says it themselves.
/// </exception>
/// <exception cref="ConcurrencyConflictException">It ended.</exception>
public sealed record DecideMatchProposalCommand(Guid ProposalId, bool? IsYes, string? Reason) : ICommand<MatchProposalAnswered>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfMatchProposal(ProposalId);
}

internal sealed class DecideMatchProposalValidator : AbstractValidator<DecideMatchProposalCommand>
{
    public DecideMatchProposalValidator()
    {
        RuleFor(c => c.IsYes).NotNull();
        RuleFor(c => c.Reason).NotEmpty().When(c => c.IsYes == false);
        RuleFor(c => c.Reason).MaximumLength(MatchProposal.MaxWords);
    }
}

internal sealed class DecideMatchProposalHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time) : IRequestHandler<DecideMatchProposalCommand, MatchProposalAnswered>
{
    public async Task<MatchProposalAnswered> Handle(DecideMatchProposalCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Client, AccountRole.Coordinator);
        var (proposal, @case) = await db.ProposalForChangeAsync(command.ProposalId, actor, cancellationToken);
        if (actor.Role == AccountRole.Coordinator && @case.Client.AccountId is not null) throw new CaseRuleException("match-client-answers");
        var now = time.GetUtcNow();
        if (command.IsYes == false)
        {
            proposal.Refuse(command.Reason!, actor.AccountId, now);
            await db.TellCoordinatorsAsync(proposal, NoticeKind.MatchAnswered, now, cancellationToken);
            await db.TellVolunteerAsync(proposal, NoticeKind.OwnMatchEnded, now, cancellationToken);
            return new MatchProposalAnswered(proposal.Id, proposal.Status);
        }

        // Chosen in another case at the same moment, this one waits here and then counts that pairing too.
        await db.LockVolunteerAsync(proposal.VolunteerId, cancellationToken);
        if (proposal.HasMetOn(time.Today()) && await db.WhyLapsedAsync(proposal, @case, time.Today(), cancellationToken) is { } why) await db.LapseAsync(proposal, why, now, cancellationToken);
        else await db.PairAsync(workflows, proposal, @case, actor, now, cancellationToken);
        return new MatchProposalAnswered(proposal.Id, proposal.Status);
    }
}
