using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Cases;

/// <summary>A case as its professional and coordinator work with it.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record CasePageQuery(CaseId CaseId) : IClientQuery<CasePage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record CasePage(
    CaseHead Head, CyclePosition Position, IReadOnlyList<CaseTask> Tasks, IReadOnlyList<CaseFollowUp> FollowUps, CasePeople People, CasePlan Plan, IReadOnlyList<CaseAgreement> Agreements,
    IReadOnlyList<CaseSignal> Signals, IReadOnlyList<CaseMeeting> Meetings, CaseActivities Activities, IReadOnlyList<CaseEvaluation> Evaluations,
    IReadOnlyList<CaseEscalation> Escalations, IReadOnlyList<TimelineItem> Timeline, int TimelineTotal)
{
    public CaseTask? Next => Tasks.FirstOrDefault(t => t.IsOwn);

    public IEnumerable<CaseTask> Others => Tasks.Where(t => !t.IsOwn);

    /// <summary>The first that is still to come; one of an earlier day that nobody recorded is late work.</summary>
    public CaseMeeting? NextMeeting { get; init; }
}

public sealed record CaseHead(
    CaseId Id, int Number, string ClientName, string Project, CasePhase Phase, int Round, CooperationForm Form, string? FormReason, ContactRoute Route,
    DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, ClosureReason? ClosureReason, DateTimeOffset? PausedAt, string? PauseReason, DateOnly? EvaluateFrom,
    bool IsUnderWay, bool HasVolunteer, AccountRole Role)
{
    public string Url => $"/trajecten/{Id}";

    public bool IsClosed => ClosedAt is not null;

    public bool IsProfessional => Role == AccountRole.ProbationOfficer;
}

/// <param name="Cover">Who stands in for the professional now or soon; null when nobody does.</param>
public sealed record CasePeople(string Client, DateOnly BornOn, string Professional, CaseCover? Cover, IReadOnlyList<string> Coordinators, IReadOnlyList<CasePairing> Volunteers);

public sealed record CaseCover(string Name, DateOnly From, DateOnly Until);

/// <param name="Until">Null for the volunteer of this moment.</param>
public sealed record CasePairing(string Name, DateTimeOffset From, DateTimeOffset? Until, string? EndReason);

/// <param name="Division">Null before tasks were divided.</param>
public sealed record CasePlan(IReadOnlyList<CaseGoal> Goals, TaskDivision? Division, IReadOnlyList<ControlSign> SignsOfControl);

/// <summary>A sign that the cooperation leans to controlling the client, which is recognised and not offered.</summary>
public enum ControlSign
{
    TasksOfOneSide,
    FewMeetings,
}

public sealed record CaseActivities(int Total, int LastFourWeeks, IReadOnlyList<CaseActivity> Latest);

/// <param name="ConditionsByVolunteer">The mean of the five conditions; null when not rated.</param>
public sealed record CaseEvaluation(
    DateOnly HeldOn, int Round, int QualityOfLife, int Relation, int ClientSatisfaction, int VolunteerSatisfaction, int ProfessionalSatisfaction,
    double? ConditionsByVolunteer, double? ConditionsByProfessional, double? GoalProgress, EvaluationConclusion Conclusion, string ClientsWords);

/// <summary>What was reported late to the reader and asks for attention.</summary>
/// <param name="Title">Null when the cycle escalated by itself, or when it may not be told.</param>
public sealed record CaseEscalation(Guid Id, string? Title, AccountRole? Role, DateTimeOffset RaisedAt);

internal sealed class CasePageMapping : Profile
{
    public CasePageMapping()
    {
        CreateMap<Escalation, CaseEscalation>()
            .ForCtorParam(nameof(CaseEscalation.Title), title => title.MapFrom(EscalationQueries.ToldTitle))
            .ForCtorParam(nameof(CaseEscalation.Role), role => role.MapFrom(EscalationQueries.ToldRole));
        CreateMap<VolunteerAssignment, CasePairing>().ForCtorParam(nameof(CasePairing.Name), name => name.MapFrom(a => a.Volunteer.FullName));
        CreateMap<Evaluation, CaseEvaluation>()
            .ForCtorParam(nameof(CaseEvaluation.Relation), relation => relation.MapFrom(e => e.RelationWithVolunteer))
            .ForCtorParam(nameof(CaseEvaluation.ConditionsByVolunteer), mean => mean.MapFrom(e => Mean(e, CaseRole.Volunteer)))
            .ForCtorParam(nameof(CaseEvaluation.ConditionsByProfessional), mean => mean.MapFrom(e => Mean(e, CaseRole.Professional)))
            .ForCtorParam(nameof(CaseEvaluation.GoalProgress), mean => mean.MapFrom(e => e.Goals.Count == 0 ? (double?)null : e.Goals.Average(g => g.Progress)));
    }

    private static double? Mean(Evaluation evaluation, CaseRole by)
    {
        var scores = evaluation.Conditions.Where(c => c.By == by).Select(c => c.Score).ToList();
        return scores.Count == 0 ? null : scores.Average();
    }
}

internal sealed class CasePageHandler(
    RegulatiefDbContext db, Actor actor, DefinitionLibrary definitions, Texts texts, ReadAudit reads, IMapper mapper, TimeProvider time)
    : IRequestHandler<CasePageQuery, CasePage>
{
    private const int TimelineLength = 15;
    private const int LatestActivities = 5;

    public async Task<CasePage> Handle(CasePageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator);
        var @case = await db.Cases.VisibleTo(actor).ForChange(query.CaseId).Include(c => c.Project.Coordinators).AsNoTracking().GetAsync(query.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(CasePageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var parts = new CaseParts(db, actor, definitions, texts, mapper, time.GetUtcNow());

        var tasks = await parts.TasksAsync(@case, cancellationToken);
        var meetings = await parts.MeetingsAsync(@case, null, cancellationToken);
        var division = await parts.DivisionAsync(@case, cancellationToken);
        var (timeline, _, total) = await new TimelineReading(db, actor, texts).ReadAsync(@case, 1, TimelineLength, cancellationToken);
        return new CasePage(
            HeadOf(@case),
            await parts.PositionAsync(@case, tasks, cancellationToken),
            tasks,
            await parts.FollowUpsAsync(@case, cancellationToken),
            await PeopleAsync(@case, cancellationToken),
            new CasePlan(parts.Goals(@case, division, withText: true), division, [.. SignsOfControl(@case, division, meetings)]),
            await parts.AgreementsAsync(@case, cancellationToken),
            await parts.SignalsAsync(@case, cancellationToken),
            meetings,
            await ActivitiesAsync(@case, cancellationToken),
            await EvaluationsAsync(@case, cancellationToken),
            await EscalationsAsync(@case, cancellationToken),
            timeline, total)
        {
            NextMeeting = meetings.LastOrDefault(m => m.Status == MeetingStatus.Planned && m.On >= time.Today()),
        };
    }

    private CaseHead HeadOf(Case @case) => new(
        @case.Id, @case.Number, @case.Client.FullName, @case.Project.Name, @case.Phase, @case.Round, @case.CooperationForm, @case.CooperationFormReason,
        @case.ContactRoute, @case.OpenedAt, @case.ClosedAt, @case.ClosureReason, @case.PausedAt, @case.PauseReason, @case.EvaluateFrom,
        @case.IsUnderWay, @case.CurrentAssignment is not null, actor.Role!.Value);

    private async Task<CasePeople> PeopleAsync(Case @case, CancellationToken cancellationToken)
    {
        var today = time.Today();
        var cover = await db.Covers.Where(c => c.AbsentId == @case.ProfessionalId && c.Until >= today).OrderBy(c => c.From).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        var coordinators = @case.Project.Coordinators.OrderBy(c => c.Rank).Select(c => c.AccountId).ToList();
        var ids = coordinators.Append(@case.ProfessionalId).Append(cover?.CoveredById ?? Guid.Empty).ToList();
        var names = await db.Accounts.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        return new CasePeople(
            @case.Client.FullName, @case.Client.BornOn, names[@case.ProfessionalId],
            cover is null ? null : new CaseCover(names[cover.CoveredById], cover.From, cover.Until),
            coordinators.ConvertAll(id => names[id]),
            mapper.Map<List<CasePairing>>(@case.Assignments.OrderByDescending(a => a.From)));
    }

    private async Task<CaseActivities> ActivitiesAsync(Case @case, CancellationToken cancellationToken)
    {
        var activities = db.VolunteerActivities.Where(a => a.CaseId == @case.Id);
        var recently = time.Today().AddDays(-28);
        var latest = await activities.OrderByDescending(a => a.On).Take(LatestActivities)
            .ProjectTo<CaseActivity>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);
        return new CaseActivities(
            await activities.CountAsync(cancellationToken), await activities.CountAsync(a => a.On >= recently, cancellationToken), latest);
    }

    private async Task<IReadOnlyList<CaseEvaluation>> EvaluationsAsync(Case @case, CancellationToken cancellationToken)
    {
        var evaluations = await db.Evaluations.Where(e => e.CaseId == @case.Id).OrderBy(e => e.HeldOn).AsNoTracking().ToListAsync(cancellationToken);
        return mapper.Map<List<CaseEvaluation>>(evaluations);
    }

    private async Task<IReadOnlyList<CaseEscalation>> EscalationsAsync(Case @case, CancellationToken cancellationToken) =>
        await db.Escalations.VisibleTo(actor).Open().Where(e => e.CaseId == @case.Id).OrderByDescending(e => e.RaisedAt)
            .ProjectTo<CaseEscalation>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);

    private IEnumerable<ControlSign> SignsOfControl(Case @case, TaskDivision? division, IReadOnlyList<CaseMeeting> meetings)
    {
        if (@case.IsClosed || @case.CooperationForm != CooperationForm.GoalDirected || division is null) yield break;
        if (division.Tasks.Count > 1 && division.Tasks.DistinctBy(t => t.Owner).Count() == 1 && division.Tasks[0].Owner != TaskOwner.Together) yield return ControlSign.TasksOfOneSide;

        // Twice the agreed rhythm without a meeting is more than one that fell through.
        var patience = division.MeetingRhythmInWeeks * 7 * 2;
        var last = meetings.Where(m => m.Status == MeetingStatus.Held).Select(m => m.On).DefaultIfEmpty(LegalTime.DateOf(division.AgreedAt)).Max();
        if (@case.Phase == CasePhase.WorkingTogether && !@case.IsPaused && last.AddDays(patience) < time.Today()) yield return ControlSign.FewMeetings;
    }
}
