using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Meetings;

namespace Regulatief.Tests.Features.Meetings;

public sealed class CallOffMeetingTests(SqliteHost host) : MeetingTimeTest(host)
{
    [Fact]
    public async Task CallOffMeeting_Agreed_TellsWhyAndIsStillToCome()
    {
        await Agree();

        await As(Case.Volunteer.Account).SendAsync(new CallOffMeetingCommand(Meeting, "Ik ben ziek."));

        var stored = await Stored();
        (stored.Agreed, stored.Sequence, stored.Status).ShouldBe((null, 2, MeetingStatus.Planned));
        (await NoticesOf(Case.Officer)).ShouldContain(NoticeKind.MeetingCalledOff);
        (await NoticesOf(Case.Volunteer.Account)).ShouldNotContain(NoticeKind.MeetingCalledOff);
        (await Read(db => db.Timeline.SingleAsync(e => e.Kind == TimelineKind.MeetingCalledOff, Cancel))).Note.ShouldBe("Ik ben ziek.");
        (await OpenTask(Case, HumanTaskKind.Meeting)).ShouldNotBeNull();
    }

    [Fact]
    public async Task CallOffMeeting_WithoutATimeOrAReason_IsRefused()
    {
        (await RefusalOf(As(Case.Officer).SendAsync(new CallOffMeetingCommand(Meeting, "Ziek.")))).ShouldBe("meeting-no-time");

        await Agree();
        (await Should.ThrowAsync<ValidationException>(As(Case.Officer).SendAsync(new CallOffMeetingCommand(Meeting, " ")))).Errors.ShouldHaveSingleItem().PropertyName.ShouldBe("Reason");
        (await RefusalOf(As(Case.Coordinator).SendAsync(new CallOffMeetingCommand(Meeting, "Ziek.")))).ShouldBe("role-may-not");
    }

    [Fact]
    public async Task CallOffMeeting_ThenAgreedAnew_IsInCalendarsAgain()
    {
        await Agree();
        await As(Case.Officer).SendAsync(new CallOffMeetingCommand(Meeting, "Ziek."));

        await Agree(Proposing(Today.AddDays(10)));

        var stored = await Stored();
        (stored.Agreed!.On, stored.Sequence).ShouldBe((Today.AddDays(10), 3));
    }
}
