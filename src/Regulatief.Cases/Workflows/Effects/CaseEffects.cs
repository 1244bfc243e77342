using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.FollowUps;
using Regulatief.Cases.Meetings;
using Regulatief.Engine.Instances;

namespace Regulatief.Cases.Workflows.Effects;

public sealed record EnterPhase(CasePhase Phase) : CaseEffect
{
    public override Task ApplyAsync(EffectScope scope, CancellationToken cancellationToken)
    {
        scope.Case.EnterPhase(Phase);
        return Task.CompletedTask;
    }
}

/// <summary>Plans a three-way meeting, and opens the task of recording it with it as its subject.</summary>
public sealed record PlanMeeting(DateOnly On, OpenHumanTask Record) : CaseEffect
{
    public override Task ApplyAsync(EffectScope scope, CancellationToken cancellationToken)
    {
        var meeting = new ThreeWayMeeting { CaseId = scope.Case.Id, Round = scope.Case.Round, PlannedOn = On };
        scope.Db.Meetings.Add(meeting);
        scope.Case.NextMeetingOn = null;
        Record.Open(scope, meeting.Id.Value);
        return Task.CompletedTask;
    }
}

public sealed record BeginNextRound : CaseEffect
{
    public override Task ApplyAsync(EffectScope scope, CancellationToken cancellationToken)
    {
        scope.Case.BeginNextRound();
        scope.Tell(TimelineKind.RoundStarted, note: scope.Case.Round.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return Task.CompletedTask;
    }
}

/// <summary>Makes what comes back on a day visible; the promise to wake is the bookmark's own due row.</summary>
public sealed record ScheduleFollowUp(Bookmark Bookmark, string Title, DateTimeOffset DueAt) : CaseEffect
{
    public override Task ApplyAsync(EffectScope scope, CancellationToken cancellationToken)
    {
        scope.Db.FollowUps.Add(new FollowUp
        {
            CaseId = scope.Case.Id,
            InstanceId = scope.Instance.Id,
            BookmarkId = Bookmark.Id,
            ActivityId = Bookmark.ActivityId,
            Title = Title,
            DueAt = DueAt,
        });
        return Task.CompletedTask;
    }
}

/// <summary>Tells the coordinator that something asks for attention.</summary>
public sealed record RaiseEscalation : CaseEffect
{
    public override Task ApplyAsync(EffectScope scope, CancellationToken cancellationToken) => scope.Db.EscalateAsync(scope.Case, scope.Now, cancellationToken);
}

public sealed record EndCase(ClosureReason? Reason) : CaseEffect
{
    public override Task ApplyAsync(EffectScope scope, CancellationToken cancellationToken)
    {
        scope.Case.Close(scope.Now, Reason);
        scope.Tell(TimelineKind.Closed, note: scope.Case.ClosureReason?.ToString());
        return scope.Db.EndEscalationsAsync(scope.Case.Id, scope.Now, cancellationToken);
    }
}
