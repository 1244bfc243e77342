using System.Globalization;
using Regulatief.Cases.Cases;
using Regulatief.Cases.FollowUps;
using Regulatief.Cases.Meetings;
using Regulatief.Engine.Instances;

namespace Regulatief.Cases.Workflows.Effects;

public sealed record EnterPhase(CasePhase Phase) : CaseEffect
{
    internal override void Plan(EffectScope scope) => scope.Draft.EnterPhase(Phase);
}

/// <summary>Plans a three-way meeting, and opens the task of recording it with it as its subject.</summary>
public sealed record PlanMeeting(DateOnly On, OpenHumanTask Record) : CaseEffect
{
    internal override void Plan(EffectScope scope)
    {
        if (!scope.IsWaiting(Record.Bookmark)) return;
        var meeting = new ThreeWayMeeting { Id = MeetingId.From(scope.Draft.NextId()), CaseId = scope.CaseId, Round = scope.Draft.Case.Round, PlannedOn = On };
        scope.Draft.Plan(meeting);
        Record.Open(scope, meeting.Id.Value);
    }
}

public sealed record BeginNextRound : CaseEffect
{
    internal override void Plan(EffectScope scope)
    {
        scope.Draft.BeginNextRound();
        scope.Draft.Tell(TimelineKind.RoundStarted, note: scope.Draft.Case.Round.ToString(CultureInfo.InvariantCulture));
    }
}

/// <summary>Makes what comes back on a day visible; the promise to wake is the bookmark's own due row.</summary>
public sealed record ScheduleFollowUp(Bookmark Bookmark, string Title, DateTimeOffset DueAt) : CaseEffect
{
    internal override void Plan(EffectScope scope)
    {
        if (!scope.IsWaiting(Bookmark)) return;
        scope.Draft.Add(new FollowUp
        {
            Id = scope.Draft.NextId(),
            CaseId = scope.CaseId,
            InstanceId = scope.Instance.Id,
            BookmarkId = Bookmark.Id,
            ActivityId = Bookmark.ActivityId,
            Title = Title,
            DueAt = DueAt,
        });
    }
}

/// <summary>Tells the coordinator that something asks for attention.</summary>
public sealed record RaiseEscalation : CaseEffect
{
    internal override void Plan(EffectScope scope) => scope.Draft.Escalate();
}

public sealed record EndCase(ClosureReason? Reason) : CaseEffect
{
    internal override void Plan(EffectScope scope)
    {
        scope.Draft.Close(Reason);
        scope.Draft.Tell(TimelineKind.Closed, note: scope.Draft.Case.ClosureReason?.ToString());
    }
}
