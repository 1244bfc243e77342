using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Matching;

/// <summary>A coordinator says when and where the volunteer who said yes and the client meet for the first time; said again it moves. Both are told.</summary>
/// <param name="At">Null while there is a day and no time. Earlier today is possible: they met, and it is written down.</param>
/// <param name="Place">In words.</param>
/// <exception cref="NotFoundException">No such proposal, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>match-not-accepted</c>: the volunteer did not say yes.</exception>
/// <exception cref="ConcurrencyConflictException">It ended.</exception>
public sealed record PlanFirstMeetingCommand(Guid ProposalId, DateOnly? On, TimeOnly? At, string? Place) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfMatchProposal(ProposalId);
}

internal sealed class PlanFirstMeetingValidator : AbstractValidator<PlanFirstMeetingCommand>
{
    private const int MostMonthsAhead = 3;

    public PlanFirstMeetingValidator(TimeProvider time)
    {
        RuleFor(c => c.On).NotNull().GreaterThanOrEqualTo(time.Today()).LessThanOrEqualTo(time.Today().AddMonths(MostMonthsAhead));
        RuleFor(c => c.At).InclusiveBetween(MeetingTime.Earliest, MeetingTime.Latest);
        RuleFor(c => c.Place).NotEmpty().MaximumLength(Volunteer.MaxLine);
    }
}

internal sealed class PlanFirstMeetingHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<PlanFirstMeetingCommand, Guid>
{
    public async Task<Guid> Handle(PlanFirstMeetingCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator);
        var (proposal, @case) = await db.ProposalForChangeAsync(command.ProposalId, actor, cancellationToken);
        proposal.PlanMeeting(command.On!.Value, command.At, command.Place!);
        var now = time.GetUtcNow();
        await db.TellVolunteerAsync(proposal, NoticeKind.OwnMatchMeeting, now, cancellationToken);
        db.TellClient(proposal, @case, now);
        return proposal.Id;
    }
}
