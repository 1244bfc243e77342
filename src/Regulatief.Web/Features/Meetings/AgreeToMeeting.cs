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

/// <summary>A party can be there. The last yes makes it the time, and calendars are sent it.</summary>
/// <param name="ForClient">The professional asked the client, who said yes.</param>
/// <returns>Whether all said yes now.</returns>
/// <exception cref="CaseRuleException"><c>meeting-proposal-over</c>, <c>meeting-in-past</c>, <c>meeting-already-recorded</c>, <c>case-closed</c>, <c>role-may-not</c>.</exception>
public sealed record AgreeToMeetingCommand(MeetingId MeetingId, MeetingProposalId ProposalId, bool ForClient) : ICommand<bool>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(MeetingId);
}

internal sealed class AgreeToMeetingHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AgreeToMeetingCommand, bool>
{
    public async Task<bool> Handle(AgreeToMeetingCommand command, CancellationToken cancellationToken)
    {
        var (meeting, @case) = await db.MeetingForChangeAsync(command.MeetingId, actor, cancellationToken);
        if (command.ForClient) actor.RefuseUnless(AccountRole.ProbationOfficer);
        var party = command.ForClient ? CaseRole.Client : actor.ExpectAtTable();
        @case.RefuseIfClosed();

        var now = time.GetUtcNow();
        var (was, isMove, reason) = (meeting.PlannedOn, meeting.Agreed is not null, meeting.OpenProposal?.Reason);
        if (!meeting.SayYes(command.ProposalId, party, @case.PartiesAtTable(), actor.AccountId, now)) return false;

        var news = new MeetingNews(db, meeting, @case, actor, now);
        await news.MoveRecordAsync(was, cancellationToken);
        news.Tell(NoticeKind.MeetingAgreed, isMove ? TimelineKind.MeetingMoved : TimelineKind.MeetingAgreed, isMove ? reason : null);
        db.PromiseCalendars(meeting, now);
        return true;
    }
}
