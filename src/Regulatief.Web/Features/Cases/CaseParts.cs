using AutoMapper;
using AutoMapper.QueryableExtensions;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.FollowUps;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;

namespace Regulatief.Web.Features.Cases;

/// <summary>An open task as the case page shows it.</summary>
/// <param name="Who">The person it waits for, else the role.</param>
public sealed record CaseTask(HumanTaskId Id, string Title, string Who, DateOnly DueOn, bool IsOwn, string? ActivityId);

public sealed record CaseAgreement(
    AgreementId Id, AgreementStatus Status, AgreementForce Force, IReadOnlyList<CaseRole> Missing, IReadOnlyList<CaseRole> Suspended, DateOnly ValidUntil, bool WaitsForActor)
{
    public IReadOnlyList<BesideText> Beside { get; init; } = [];
}

/// <param name="Since">When it became visible: shared for a recipient, noted for its volunteer.</param>
public sealed record CaseSignal(RiskSignalId Id, RiskSignalKind Kind, RiskSignalStatus Status, DateTimeOffset Since)
{
    public IReadOnlyList<BesideText> Beside { get; init; } = [];
}

/// <param name="Id">Null for the one that was agreed and has no row yet.</param>
public sealed record CaseMeeting(
    MeetingId? Id, MeetingStatus Status, DateOnly On, LocationType? Location, string? Agenda, string? Decisions, string? MissedReason)
{
    public IReadOnlyList<BesideText> Beside { get; init; } = [];

    /// <summary>Null while there is a day and no time.</summary>
    public DateTimeOffset? StartsAt { get; init; }
}

/// <summary>Work that opens by itself on a day.</summary>
public sealed record CaseFollowUp(string Title, DateOnly On);

/// <param name="Text">Null for a volunteer while no agreement in force passes the goals of the plan to them.</param>
public sealed record CaseGoal(GoalId Id, string? Text, GoalKind Kind, LifeDomain LifeDomain, bool HasEnded, IReadOnlyList<GoalTask> Tasks)
{
    public IReadOnlyList<BesideText> Beside { get; init; } = [];
}

public sealed record GoalTask(string Description, TaskOwner Owner);

public sealed record CaseActivity(VolunteerActivityCategory Category, DateOnly On, int? Minutes, LocationType Location);

/// <param name="Diagram">Null when no cycle was started.</param>
public sealed record CyclePosition(IReadOnlyList<Phase> Phases, CycleDiagram? Diagram, IReadOnlyList<PathStep> Path);

internal sealed class CasePartsMapping : Profile
{
    public CasePartsMapping()
    {
        CreateMap<VolunteerActivity, CaseActivity>();
        CreateMap<FollowUp, CaseFollowUp>().ForCtorParam(nameof(CaseFollowUp.On), on => on.MapFrom(f => LegalTime.DateOf(f.DueAt)));
        CreateMap<DividedTask, GoalTask>();
        CreateMap<ThreeWayMeeting, CaseMeeting>().ForCtorParam(nameof(CaseMeeting.On), on => on.MapFrom(m => m.HeldOn ?? m.PlannedOn))
            .ForMember(m => m.StartsAt, at => at.MapFrom(m => m.Agreed != null && m.Status == MeetingStatus.Planned ? (DateTimeOffset?)m.Agreed.StartsAt : null))
            .ForCtorParam(nameof(CaseMeeting.Id), id => id.MapFrom(m => (MeetingId?)m.Id)).ForMember(m => m.Beside, beside => beside.Ignore());
    }
}

/// <summary>What the pages of a case have in common, each part as one actor may see it. The case itself was asked for by <see cref="CaseQueries.VisibleTo"/>.</summary>
internal sealed class CaseParts(RegulatiefDbContext db, Actor actor, DefinitionLibrary definitions, Texts texts, IMapper mapper, DateTimeOffset now)
{
    private DateOnly Today => LegalTime.DateOf(now);

    /// <summary>The actor's own tasks, and what the others of the case work on. Whether a signal is among those nobody else learns.</summary>
    public async Task<IReadOnlyList<CaseTask>> TasksAsync(Case @case, CancellationToken cancellationToken)
    {
        var own = await db.HumanTasks.VisibleTo(actor).Open().Where(t => t.CaseId == @case.Id).AsNoTracking().ToListAsync(cancellationToken);
        var ids = own.ConvertAll(t => t.Id);
        var others = await db.HumanTasks.KnownToAll().Open().Where(t => t.CaseId == @case.Id && !ids.Contains(t.Id)).AsNoTracking().ToListAsync(cancellationToken);
        var people = own.Concat(others).Select(t => t.AssigneeId).OfType<Guid>().Append(@case.ProfessionalId).ToList();
        var names = await db.NamesForAsync(actor.Role, people, cancellationToken);
        return [.. own.Concat(others).OrderBy(t => t.DueOn).Select(t => new CaseTask(t.Id, texts.Shipped(t.Title), WhoDoes(t), t.DueOn, ids.Contains(t.Id), t.ActivityId))];

        string WhoDoes(HumanTask task) =>
            task.AssigneeId is { } assignee ? names.GetValueOrDefault(assignee, texts.Of(task.Role))
            : task.Role == AccountRole.ProbationOfficer ? names.GetValueOrDefault(@case.ProfessionalId, texts.Of(task.Role))
            : task.Role == AccountRole.Volunteer ? @case.CurrentAssignment?.Volunteer.NameFor(actor.Role) ?? texts.Of(task.Role)
            : task.Role == AccountRole.Client ? @case.Client.NameFor(actor.Role)
            : texts.Of(task.Role);
    }

    public async Task<IReadOnlyList<CaseAgreement>> AgreementsAsync(Case @case, CancellationToken cancellationToken)
    {
        var agreements = await db.Agreements.VisibleTo(actor).Where(a => a.CaseId == @case.Id).OrderByDescending(a => a.ProposedAt).AsNoTracking().ToListAsync(cancellationToken);
        var party = await db.WorksOnAsync(actor, @case.Id, cancellationToken) ? Party.Of(actor.Role) : null;
        return agreements.ConvertAll(a =>
        {
            var isSigned = a.Status == AgreementStatus.Signed;
            CaseRole[] missing = a.Status == AgreementStatus.Proposed ? [.. a.MissingSignatures] : [];
            CaseRole[] suspended = isSigned ? [.. a.SuspendedParties(@case)] : [];
            var waits = party is { } p && (missing.Contains(p) || suspended.Contains(p));
            return new CaseAgreement(a.Id, a.Status, a.StateFor(@case, Today), missing, suspended, a.ValidUntil, waits);
        });
    }

    public async Task<IReadOnlyList<CaseSignal>> SignalsAsync(Case @case, CancellationToken cancellationToken)
    {
        var signals = await db.RiskSignals.VisibleTo(actor).Where(s => s.CaseId == @case.Id).OrderByDescending(s => s.NotedAt).AsNoTracking().ToListAsync(cancellationToken);
        return signals.ConvertAll(s => new CaseSignal(s.Id, s.Kind, s.Status, actor.Role == AccountRole.Volunteer ? s.NotedAt : s.SharedAt ?? s.NotedAt));
    }

    /// <param name="from">Those before it stay with who was there; null for all.</param>
    public async Task<IReadOnlyList<CaseMeeting>> MeetingsAsync(Case @case, DateOnly? from, CancellationToken cancellationToken)
    {
        var shown = await db.Meetings.OfCycle().Where(m => m.CaseId == @case.Id && m.Status != MeetingStatus.Cancelled && (from == null || m.PlannedOn >= from))
            .OrderByDescending(m => m.PlannedOn).ProjectTo<CaseMeeting>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);
        // Agreed at the last one; its own row comes with its preparation.
        if (@case.NextMeetingOn is { } agreed) shown.Insert(0, new CaseMeeting(null, MeetingStatus.Planned, agreed, null, null, null, null));
        return shown;
    }

    /// <summary>What comes back by itself, the first one first.</summary>
    public async Task<IReadOnlyList<CaseFollowUp>> FollowUpsAsync(Case @case, CancellationToken cancellationToken)
    {
        var waiting = await db.FollowUps.Where(f => f.CaseId == @case.Id && f.Status == FollowUpStatus.Waiting)
            .OrderBy(f => f.DueAt).ProjectTo<CaseFollowUp>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);
        return waiting.ConvertAll(f => f with { Title = texts.Shipped(f.Title) });
    }

    public async Task<TaskDivision?> DivisionAsync(Case @case, CancellationToken cancellationToken) =>
        await db.TaskDivisions.Where(d => d.CaseId == @case.Id).OrderByDescending(d => d.AgreedAt).AsNoTracking().FirstOrDefaultAsync(cancellationToken);

    /// <param name="beside">What the client says of them, where the actor reads their text.</param>
    public IReadOnlyList<CaseGoal> Goals(Case @case, TaskDivision? division, bool withText, IReadOnlyList<BesideText> beside) =>
    [
        .. @case.Goals.OrderBy(g => g.EndedAt is not null).ThenBy(g => g.AddedAt).Select(g => new CaseGoal(
            g.Id, withText ? g.Text : null, g.Kind, g.LifeDomain, g.EndedAt is not null,
            mapper.Map<List<GoalTask>>((division?.Tasks ?? []).Where(t => t.GoalId == g.Id).OrderBy(t => t.Order))) { Beside = withText ? beside.Of(ClientRequestAbout.Goal, g.Id.Value) : [] }),
    ];

    public async Task<CyclePosition> PositionAsync(Case @case, IReadOnlyList<CaseTask> tasks, CancellationToken cancellationToken)
    {
        var phases = await PhasesAsync(@case, tasks, cancellationToken);
        var cycle = await db.Instances.Where(i => i.CaseId == @case.Id && i.RiskSignalId == null && i.ParentId == null).OrderByDescending(i => i.StartedAt).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        if (cycle is null) return new CyclePosition(phases, null, []);

        var definition = await definitions.GetAsync(db, cycle.DefinitionId, cycle.DefinitionVersion, cancellationToken);
        var journal = await db.Journal.Where(e => e.InstanceId == cycle.Id).AsNoTracking().ToListAsync(cancellationToken);
        var waiting = await db.Bookmarks.Where(b => b.InstanceId == cycle.Id).Select(b => b.ActivityId).ToListAsync(cancellationToken);
        var drawing = new CycleDrawing(definition, journal, waiting, tasks.Where(t => t.IsOwn).Select(t => t.ActivityId).OfType<string>(), texts);
        return new CyclePosition(phases, drawing.Draw(), drawing.Path);
    }

    private async Task<IReadOnlyList<Phase>> PhasesAsync(Case @case, IReadOnlyList<CaseTask> tasks, CancellationToken cancellationToken)
    {
        if (@case.IsClosed) return [];
        var waitsForOthers = @case.IsPaused || (tasks.Count > 0 && !tasks.Any(t => t.IsOwn));
        var standings = await db.PhaseStandingsAsync(@case, cancellationToken);
        return
        [
            .. standings.Select(s => new Phase(
                texts.Of(s.Key),
                PhaseStates.Of(s.Value, waitsForOthers),
                s.Value == PhaseStanding.Now && @case.Round > 1 ? texts["Cases.RoundShort", @case.Round] : null)),
        ];
    }
}
