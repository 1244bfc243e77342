using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Clients;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Shared.Display;
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

    /// <summary>Why and since when everything of it is kept, for those whose work it is; null when it is not on hold.</summary>
    public LegalHold? Hold { get; init; }

    /// <summary>The first that is still to come; one of an earlier day that nobody recorded is late work.</summary>
    public CaseMeeting? NextMeeting { get; init; }

    /// <summary>Null while what was agreed lasts.</summary>
    public AgreementEnd? AgreementEnd { get; init; }

    /// <summary>What the client says of the texts of the case, of those that the reader may know of it.</summary>
    public IReadOnlyList<BesideText> Beside { get; init; } = [];

    /// <summary>Of texts that this page does not show.</summary>
    public IEnumerable<BesideText> BesideElsewhere => Beside.Where(b => b.AboutId is null
        ? b.About == ClientRequestAbout.Other
        : !Plan.Goals.SelectMany(g => g.Beside).Concat(Agreements.SelectMany(a => a.Beside)).Concat(Signals.SelectMany(s => s.Beside)).Concat(Meetings.SelectMany(m => m.Beside)).Contains(b));
}

/// <param name="IsWork">Whether the case is the reader's work; false for who looks along.</param>
public sealed record CaseHead(
    CaseId Id, int Number, string ClientName, string Project, CasePhase Phase, int Round, CooperationForm Form, string? FormReason, ContactRoute Route,
    DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, ClosureReason? ClosureReason, DateTimeOffset? PausedAt, string? PauseReason, DateOnly? EvaluateFrom,
    bool IsUnderWay, bool HasVolunteer, AccountRole Role, bool IsWork, bool IsRestricted)
{
    public string Url => $"/trajecten/{Id}";

    public bool IsClosed => ClosedAt is not null;

    /// <summary>The last day of a volunteer who leaves; null when nobody does.</summary>
    public DateOnly? VolunteerLeavesOn { get; init; }

    public bool IsProfessional => IsWork && Role == AccountRole.ProbationOfficer;
}

/// <param name="ClientAccess">Whether the client can log in.</param>
/// <param name="Cover">Who stands in for the professional now or soon; null when nobody does.</param>
/// <param name="Next">Who leads the case next; null while nobody said that they will.</param>
public sealed record CasePeople(
    Contact Client, DateOnly BornOn, ClientAccess ClientAccess, Contact Professional, CaseCover? Cover, NextProfessional? Next, IReadOnlyList<Contact> Coordinators,
    IReadOnlyList<CasePairing> Volunteers)
{
    /// <summary>Null between two volunteers.</summary>
    public Contact? Volunteer { get; init; }

    /// <summary>When the client agreed that the volunteer may know how to reach them; null while they did not, and for who looks along.</summary>
    public DateOnly? ContactConsentSince { get; init; }

    /// <summary>What was put right of who the client is, the latest first; for the professional alone.</summary>
    public IReadOnlyList<EarlierParticular> Corrections { get; init; } = [];
}

public sealed record EarlierParticular(ClientField Field, string Before, string After, string Reason, string By, DateTimeOffset At);

/// <param name="Name">Who covers; null when nobody does.</param>
public sealed record CaseCover(string? Name, DateOnly From, DateOnly Until);

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
    RegulatiefDbContext db, Actor actor, DefinitionLibrary definitions, Texts texts, Dates dates, ReadAudit reads, IMapper mapper, TimeProvider time)
    : IRequestHandler<CasePageQuery, CasePage>
{
    private const int TimelineLength = 15;
    private const int LatestActivities = 5;

    public async Task<CasePage> Handle(CasePageQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Coordinator, AccountRole.Manager);
        var @case = await db.Cases.VisibleTo(actor).ForChange(query.CaseId).Include(c => c.Project).AsNoTracking().GetAsync(query.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(CasePageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var isWork = await db.WorksOnAsync(actor, @case.Id, cancellationToken);
        var parts = new CaseParts(db, actor, definitions, texts, mapper, time.GetUtcNow());

        var tasks = await parts.TasksAsync(@case, cancellationToken);
        var meetings = await parts.MeetingsAsync(@case, null, cancellationToken);
        var division = await parts.DivisionAsync(@case, cancellationToken);
        var beside = await db.BesideTextsAsync(@case, actor, cancellationToken);
        var (timeline, _, total) = await new TimelineReading(db, actor, texts, dates).ReadAsync(@case.Id, 1, TimelineLength, cancellationToken);
        return new CasePage(
            HeadOf(@case, isWork) with { VolunteerLeavesOn = (await db.LeavingOfAsync(@case, cancellationToken))?.LastDay },
            await parts.PositionAsync(@case, tasks, cancellationToken),
            tasks,
            await parts.FollowUpsAsync(@case, cancellationToken),
            await PeopleAsync(@case, isWork, cancellationToken),
            new CasePlan(parts.Goals(@case, division, withText: true, beside), division, [.. SignsOfControl(@case, division, meetings)]),
            [.. (await parts.AgreementsAsync(@case, cancellationToken)).Select(a => a with { Beside = beside.Of(ClientRequestAbout.Agreement, a.Id.Value) })],
            [.. (await parts.SignalsAsync(@case, cancellationToken)).Select(s => s with { Beside = beside.Of(ClientRequestAbout.RiskSignal, s.Id.Value) })],
            [.. meetings.Select(m => m with { Beside = m.Id is { } id ? beside.Of(ClientRequestAbout.Meeting, id.Value) : [] })],
            await ActivitiesAsync(@case, cancellationToken),
            await EvaluationsAsync(@case, cancellationToken),
            await EscalationsAsync(@case, cancellationToken),
            timeline, total)
        {
            AgreementEnd = await db.AgreementEndOfAsync(@case, time.Today(), cancellationToken),
            Beside = beside,
            Hold = isWork ? await db.LegalHolds.Lasting().AsNoTracking().FirstOrDefaultAsync(h => h.CaseId == @case.Id, cancellationToken) : null,
            NextMeeting = meetings.LastOrDefault(m => m.Status == MeetingStatus.Planned && m.On >= time.Today()),
        };
    }

    private CaseHead HeadOf(Case @case, bool isWork) => new(
        @case.Id, @case.Number, @case.Client.FullName, @case.Project.Name, @case.Phase, @case.Round, @case.CooperationForm, @case.CooperationFormReason,
        @case.ContactRoute, @case.OpenedAt, @case.ClosedAt, @case.ClosureReason, @case.PausedAt, @case.PauseReason, @case.EvaluateFrom,
        @case.IsUnderWay, @case.CurrentAssignment is not null, actor.Role!.Value, isWork, @case.IsRestricted);

    private async Task<CasePeople> PeopleAsync(Case @case, bool isWork, CancellationToken cancellationToken)
    {
        var today = time.Today();
        var cover = await db.Covers.NotOver(today).Where(c => c.AbsentId == @case.ProfessionalId && c.Role == AccountRole.ProbationOfficer).OrderBy(c => c.From).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        var covering = cover?.CoveredById is { } by ? await db.Accounts.Where(a => a.Id == by).Select(a => a.DisplayName).SingleAsync(cancellationToken) : null;
        var contacts = (await db.ContactsOfAsync(@case, actor, isWork, cancellationToken)).ToLookup(c => c.Party, Contact.Of);
        return new CasePeople(
            contacts[CaseRole.Client].Single(), @case.Client.BornOn, await db.AccessOfAsync(@case.Client, time.GetUtcNow(), cancellationToken), contacts[CaseRole.Professional].Single(),
            cover is null ? null : new CaseCover(covering, cover.From, cover.Until),
            await db.NextProfessionalOfAsync(@case.Id, cancellationToken),
            [.. contacts[CaseRole.Coordinator]],
            mapper.Map<List<CasePairing>>(@case.Assignments.OrderByDescending(a => a.From)))
        {
            Volunteer = contacts[CaseRole.Volunteer].SingleOrDefault(),
            ContactConsentSince = isWork ? await db.ContactConsents.LastingIn(@case).Select(c => (DateOnly?)c.GivenOn).SingleOrDefaultAsync(cancellationToken) : null,
            Corrections = isWork && actor.Role == AccountRole.ProbationOfficer ? await CorrectionsAsync(@case, cancellationToken) : [],
        };
    }

    private async Task<IReadOnlyList<EarlierParticular>> CorrectionsAsync(Case @case, CancellationToken cancellationToken)
    {
        var corrections = await db.ClientCorrections.Where(c => c.ClientId == @case.ClientId).OrderByDescending(c => c.At).ThenBy(c => c.Field).AsNoTracking().ToListAsync(cancellationToken);
        var names = await db.NamesForAsync(actor.Role, [.. corrections.Select(c => c.CorrectedById).Distinct()], cancellationToken);
        return corrections.ConvertAll(c => new EarlierParticular(c.Field, c.Before, c.After, c.Reason, names.GetValueOrDefault(c.CorrectedById, ""), c.At));
    }

    private async Task<CaseActivities> ActivitiesAsync(Case @case, CancellationToken cancellationToken)
    {
        var activities = db.VolunteerActivities.VisibleTo(db, actor).Where(a => a.CaseId == @case.Id);
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
