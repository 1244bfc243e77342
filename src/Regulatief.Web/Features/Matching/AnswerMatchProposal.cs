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

namespace Regulatief.Web.Features.Matching;

/// <summary>A volunteer says whether they would stand beside the client that they are asked for. A yes counts when all is still as when it was asked; else the question ends.</summary>
/// <param name="Reason">Asked with a no.</param>
/// <exception cref="NotFoundException">No such question, or not theirs.</exception>
/// <exception cref="ConcurrencyConflictException">It was answered, or ended.</exception>
public sealed record AnswerMatchProposalCommand(Guid ProposalId, bool? IsYes, string? Reason) : ICommand<MatchProposalAnswered>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfMatchProposal(ProposalId);
}

/// <param name="Status"><see cref="MatchProposalStatus.Lapsed"/> when a yes came too late.</param>
public sealed record MatchProposalAnswered(Guid Id, MatchProposalStatus Status);

internal sealed class AnswerMatchProposalValidator : AbstractValidator<AnswerMatchProposalCommand>
{
    public AnswerMatchProposalValidator()
    {
        RuleFor(c => c.IsYes).NotNull();
        RuleFor(c => c.Reason).NotEmpty().When(c => c.IsYes == false);
        RuleFor(c => c.Reason).MaximumLength(MatchProposal.MaxWords);
    }
}

internal sealed class AnswerMatchProposalHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AnswerMatchProposalCommand, MatchProposalAnswered>
{
    public async Task<MatchProposalAnswered> Handle(AnswerMatchProposalCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Volunteer);
        var (proposal, @case) = await db.ProposalForChangeAsync(command.ProposalId, actor, cancellationToken);
        var now = time.GetUtcNow();
        if (command.IsYes == false) proposal.Decline(command.Reason!, actor.AccountId, now);
        else proposal.Accept(actor.AccountId, now);

        if (proposal.IsOpen && await db.WhyLapsedAsync(proposal, @case, time.Today(), cancellationToken) is { } why) await db.LapseAsync(proposal, why, now, cancellationToken);
        else await db.TellCoordinatorsAsync(proposal, NoticeKind.MatchAnswered, now, cancellationToken);
        return new MatchProposalAnswered(proposal.Id, proposal.Status);
    }
}
