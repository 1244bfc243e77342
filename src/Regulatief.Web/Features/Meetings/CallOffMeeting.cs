using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Meetings;

/// <summary>It cannot be at the agreed time: the others hear why, calendars let go of it, and another time is to be found. The talk is not missed by that.</summary>
/// <exception cref="CaseRuleException"><c>meeting-no-time</c>, <c>meeting-already-recorded</c>, <c>case-closed</c>, <c>role-may-not</c>.</exception>
public sealed record CallOffMeetingCommand(MeetingId MeetingId, string? Reason) : ICommand<Unit>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(MeetingId);
}

internal sealed class CallOffMeetingValidator : AbstractValidator<CallOffMeetingCommand>
{
    public CallOffMeetingValidator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(MeetingProposal.MaxReason);
}

internal sealed class CallOffMeetingHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<CallOffMeetingCommand, Unit>
{
    public async Task<Unit> Handle(CallOffMeetingCommand command, CancellationToken cancellationToken)
    {
        var (meeting, @case) = await db.MeetingForChangeAsync(command.MeetingId, actor, cancellationToken);
        _ = actor.ExpectAtTable();
        @case.RefuseIfClosed();

        var now = time.GetUtcNow();
        meeting.CallOff();
        new MeetingNews(db, meeting, @case, actor, now).Tell(NoticeKind.MeetingCalledOff, TimelineKind.MeetingCalledOff, command.Reason);
        db.PromiseCalendars(meeting, now);
        return Unit.Value;
    }
}
