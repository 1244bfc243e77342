using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Evaluations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Meetings;

/// <summary>A driegesprek that is still to come: when and where, who can be there, and what to talk about as far as the reader knows of it.</summary>
/// <exception cref="NotFoundException">There is none, or it is not of a case that is the actor's work.</exception>
public sealed record MeetingPageQuery(MeetingId MeetingId) : IClientQuery<MeetingPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(MeetingId);
}

/// <param name="PlannedOn">The day that the rhythm gives, while there is no time.</param>
/// <param name="Party">As which the reader is there; null for who is not.</param>
/// <param name="RecordTaskId">The reader's task to record it; null when they have none.</param>
/// <param name="AgreedPlace">Where the three agreed to meet at the task division.</param>
public sealed record MeetingPage(
    MeetingId Id, CaseId CaseId, int CaseNumber, string ClientName, MeetingStatus Status, DateOnly PlannedOn, MeetingTime? Agreed, IReadOnlyList<MeetingPerson> People,
    ShownProposal? Proposal, CaseRole? Party, bool IsPaused, HumanTaskId? RecordTaskId, LocationType? AgreedPlace, MeetingAgenda Agenda)
{
    /// <summary>Whether it is the joint talk of a volunteer who leaves.</summary>
    public bool IsJointTalk { get; init; }

    /// <summary>The successor who comes along; null while nobody is found, and at other talks.</summary>
    public string? Guest { get; init; }

    public bool MayPropose => Party is not null && !IsPaused;

    /// <summary>A proposal that waits for the reader's yes.</summary>
    public bool IsAsked => Party is { } party && Proposal is { } proposal && proposal.WaitsFor.Contains(party);

    /// <summary>The professional can say what the client said.</summary>
    public bool MayAnswerForClient => Party == CaseRole.Professional && Proposal is { } proposal && proposal.WaitsFor.Contains(CaseRole.Client);
}

/// <param name="Name">As the reader knows them.</param>
public sealed record MeetingPerson(CaseRole Party, string Name);

/// <param name="WaitsFor">Who did not answer yet.</param>
/// <param name="Alternatives">Times that stand in nobody's way, for who cannot be there at this one; none for who proposed it, and for who can propose nothing.</param>
public sealed record ShownProposal(
    MeetingProposalId Id, MeetingTime Time, CaseRole ByParty, DateTimeOffset At, string? Reason, IReadOnlyList<CaseRole> WaitsFor, IReadOnlyList<MeetingTime> Alternatives);

/// <summary>What lies ready to be talked about.</summary>
/// <param name="PointsLeft">What the last talk kept for this one; null for nothing.</param>
/// <param name="ToDo">What earlier talks left to be done.</param>
/// <param name="Goals">Empty for who may not read them.</param>
/// <param name="Conditions">Of good cooperation, as volunteer and professional rated them last: those that are low or on which they differ. Empty for the client.</param>
/// <param name="Signals">The open ones that the reader may know.</param>
public sealed record MeetingAgenda(string? PointsLeft, IReadOnlyList<OpenDecision> ToDo, IReadOnlyList<string> Goals, IReadOnlyList<RatedCondition> Conditions, IReadOnlyList<SignalOnAgenda> Signals)
{
    public bool IsEmpty => PointsLeft is null && ToDo.Count == 0 && Goals.Count == 0 && Conditions.Count == 0 && Signals.Count == 0;
}

/// <param name="Volunteer">1 to 5, as <paramref name="Professional"/>; null when not rated.</param>
public sealed record RatedCondition(CooperationCondition Condition, int? Volunteer, int? Professional)
{
    private const int Low = 2;
    private const int Apart = 2;

    public bool IsLow => Volunteer <= Low || Professional <= Low;

    public bool IsApart => Volunteer is { } one && Professional is { } other && Math.Abs(one - other) >= Apart;
}

public sealed record SignalOnAgenda(RiskSignalId Id, RiskSignalKind Kind);

internal sealed class MeetingPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<MeetingPageQuery, MeetingPage>
{
    public async Task<MeetingPage> Handle(MeetingPageQuery query, CancellationToken cancellationToken)
    {
        var meeting = await db.Meetings.VisibleTo(actor).AsNoTracking().GetAsync(query.MeetingId, cancellationToken);
        var @case = await db.Cases.ForChange(meeting.CaseId).AsNoTracking().GetAsync(meeting.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(MeetingPageQuery), @case.Id, nameof(ThreeWayMeeting), meeting.Id.Value, cancellationToken);

        var party = actor.PartyAtTable();
        var isPaused = @case.IsPaused || @case.IsClosed;
        var record = await db.HumanTasks.VisibleTo(actor).Open().Where(t => t.Kind == HumanTaskKind.Meeting && t.SubjectId == meeting.Id.Value)
            .Select(t => (HumanTaskId?)t.Id).FirstOrDefaultAsync(cancellationToken);
        return new MeetingPage(
            meeting.Id, @case.Id, @case.Number, @case.Client.NameFor(actor.Role), meeting.Status, meeting.PlannedOn, meeting.Agreed, await PeopleAsync(@case, cancellationToken),
            await ProposalAsync(meeting, @case, isPaused ? null : party, cancellationToken), party, isPaused, record, await db.AgreedPlaceAsync(@case.Id, cancellationToken),
            await AgendaAsync(@case, cancellationToken))
        {
            IsJointTalk = meeting.LeavingId is not null,
            Guest = meeting.GuestId is { } guest ? (await db.NamesForAsync(actor.Role, [guest], cancellationToken)).GetValueOrDefault(guest) : null,
        };
    }

    private async Task<IReadOnlyList<MeetingPerson>> PeopleAsync(Case @case, CancellationToken cancellationToken)
    {
        var names = await db.NamesForAsync(actor.Role, [@case.ProfessionalId], cancellationToken);
        return [.. @case.PartiesAtTable().Select(party => new MeetingPerson(party, party switch
        {
            CaseRole.Client => @case.Client.NameFor(actor.Role),
            CaseRole.Volunteer => @case.CurrentAssignment!.Volunteer.NameFor(actor.Role),
            _ => names[@case.ProfessionalId],
        }))];
    }

    /// <param name="party">That can propose; null for none.</param>
    private async Task<ShownProposal?> ProposalAsync(ThreeWayMeeting meeting, Case @case, CaseRole? party, CancellationToken cancellationToken)
    {
        if (meeting.OpenProposal is not { } proposal) return null;
        var isOffered = party is not null && party != proposal.ByParty;
        return new ShownProposal(
            proposal.Id, proposal.Time, proposal.ByParty, proposal.At, proposal.Reason, [.. proposal.WaitsFor(@case.PartiesAtTable())],
            isOffered ? await db.AlternativesAsync(meeting, @case, proposal.Time, time.GetUtcNow(), cancellationToken) : []);
    }

    private async Task<MeetingAgenda> AgendaAsync(Case @case, CancellationToken cancellationToken)
    {
        // A coordinator sees that one meets, not what about.
        if (actor.Role == AccountRole.Coordinator) return new MeetingAgenda(null, [], [], [], []);
        var left = await db.Meetings.OfCycle().Where(m => m.CaseId == @case.Id && m.Status == MeetingStatus.Held).OrderByDescending(m => m.HeldOn)
            .Select(m => new { m.PointsForNext, m.HeldOn }).FirstOrDefaultAsync(cancellationToken);
        // A volunteer was not there before the pairing.
        var wasThere = actor.Role != AccountRole.Volunteer || left?.HeldOn >= LegalTime.DateOf(@case.CurrentAssignment!.From);
        var mayReadGoals = await db.MayReadGoalsAsync(actor, @case, time.Today(), cancellationToken);
        return new MeetingAgenda(
            wasThere ? left?.PointsForNext : null,
            wasThere ? await db.DecisionsToDo(@case.Id).Select(d => new OpenDecision(d.What, d.Owner, d.DueOn)).ToListAsync(cancellationToken) : [],
            mayReadGoals ? [.. @case.GoalsWorkedOn.Select(g => g.Text)] : [],
            actor.Role == AccountRole.Client ? [] : await ConditionsAsync(@case, cancellationToken),
            await db.RiskSignals.VisibleTo(actor).Open().Where(s => s.CaseId == @case.Id)
                .OrderBy(s => s.NotedAt).Select(s => new SignalOnAgenda(s.Id, s.Kind)).ToListAsync(cancellationToken));
    }

    private async Task<IReadOnlyList<RatedCondition>> ConditionsAsync(Case @case, CancellationToken cancellationToken)
    {
        var last = await db.Evaluations.AsNoTracking().Where(e => e.CaseId == @case.Id).OrderByDescending(e => e.RecordedAt).FirstOrDefaultAsync(cancellationToken);
        return
        [
            .. (last?.Conditions ?? []).GroupBy(c => c.Condition)
                .Select(c => new RatedCondition(c.Key, c.FirstOrDefault(r => r.By == CaseRole.Volunteer)?.Score, c.FirstOrDefault(r => r.By == CaseRole.Professional)?.Score))
                .Where(c => c.IsLow || c.IsApart).OrderBy(c => c.Condition),
        ];
    }
}
