using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;

namespace Regulatief.Cases.Meetings;

/// <summary>What else becomes true when the time of a driegesprek changes: who is told, and when its record is due.</summary>
/// <param name="Case">Loaded for change.</param>
public sealed record MeetingNews(RegulatiefDbContext Db, ThreeWayMeeting Meeting, Case Case, Actor Actor, DateTimeOffset At)
{
    /// <summary>The record is due as many working days after the new day as it was after the old one.</summary>
    /// <param name="was">The day on which it was planned before.</param>
    public async Task MoveRecordAsync(DateOnly was, CancellationToken cancellationToken)
    {
        if (was == Meeting.PlannedOn) return;
        var record = await Db.HumanTasks.Open().SingleOrDefaultAsync(t => t.Kind == HumanTaskKind.Meeting && t.SubjectId == Meeting.Id.Value, cancellationToken);
        if (record is null) return;
        var calendar = await Db.CalendarAsync(cancellationToken);
        await Db.MoveTermAsync(record, calendar.Add(Meeting.PlannedOn, Math.Max(0, calendar.Between(was, record.DueOn))), Case.IsPaused, At, cancellationToken);
    }

    /// <summary>Tells the parties but the one who did it, and the case's time line.</summary>
    /// <param name="kind">Null where only the parties are told.</param>
    /// <param name="note">The reason given; null for none.</param>
    public void Tell(NoticeKind notice, TimelineKind? kind = null, string? note = null)
    {
        foreach (var person in Case.PeopleAtTable().Where(p => p.AccountId != Actor.AccountId))
            Db.Notices.Add(new Notice { AccountId = person.AccountId, Role = person.Role, Kind = notice, CaseId = Case.Id, SubjectId = Meeting.Id.Value, At = At });
        // A guest does not see the case, and is told what is agreed.
        if (Meeting.GuestId is { } guest && notice != NoticeKind.MeetingProposed)
            Db.Notices.Add(new Notice { AccountId = guest, Role = AccountRole.Volunteer, Kind = NoticeKind.SuccessionChanged, SubjectId = Meeting.LeavingId, At = At });
        if (kind is { } told)
            Db.Timeline.Add(new TimelineEntry { CaseId = Case.Id, Kind = told, At = At, ById = Actor.AccountId, SubjectId = Meeting.Id.Value, Note = note });
    }
}
