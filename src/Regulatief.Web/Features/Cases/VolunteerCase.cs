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
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.TaskDivisions;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Cases;

/// <summary>A case as its volunteer sees it: the client's first name, what was agreed, and what the agreement passes to them.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record VolunteerCaseQuery(CaseId CaseId) : IClientQuery<VolunteerCase>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="MayReadGoals">Whether an agreement in force passes the goals of the plan to the volunteer.</param>
/// <param name="Contacts">How often volunteer and client meet; null before tasks were divided.</param>
public sealed record VolunteerCase(
    CaseId Id, int Number, string ClientName, CasePhase Phase, DateTimeOffset? ClosedAt, DateTimeOffset? PausedAt, Contact Professional, ContactRoute Route, Contact? Coordinator,
    CyclePosition Position, IReadOnlyList<CaseTask> Tasks, bool MayReadGoals, IReadOnlyList<CaseGoal> Goals, ContactFrequency? Contacts,
    IReadOnlyList<CaseAgreement> Agreements, IReadOnlyList<CaseSignal> Signals, IReadOnlyList<CaseMeeting> Meetings,
    IReadOnlyList<CaseActivity> Activities, IReadOnlyList<TimelineItem> Timeline)
{
    /// <summary>Who leads the case next; null while nobody said that they will.</summary>
    public NextProfessional? Next { get; init; }

    public string Url => $"/trajecten/{Id}";

    /// <summary>The own last day, when it was said that they leave; null otherwise.</summary>
    public DateOnly? LeavesOn { get; init; }

    /// <summary>What who stood here before leaves to them, as far as the client agrees.</summary>
    public IReadOnlyList<string> LeftToThem { get; init; } = [];

    /// <summary>How the client is reached, while they agree that the volunteer knows; else the name alone.</summary>
    public required Contact Client { get; init; }

    /// <summary>Null while what was agreed lasts.</summary>
    public AgreementEnd? AgreementEnd { get; init; }

    /// <summary>Those that are the volunteer's, alone or together.</summary>
    public IEnumerable<GoalTask> OwnTasks => Goals.SelectMany(g => g.Tasks).Where(t => t.Owner is TaskOwner.Volunteer or TaskOwner.Together);
}

internal sealed class VolunteerCaseHandler(
    RegulatiefDbContext db, Actor actor, DefinitionLibrary definitions, Texts texts, Dates dates, ReadAudit reads, IMapper mapper, TimeProvider time)
    : IRequestHandler<VolunteerCaseQuery, VolunteerCase>
{
    private const int Latest = 5;

    public async Task<VolunteerCase> Handle(VolunteerCaseQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Volunteer);
        var @case = await db.Cases.VisibleTo(actor).ForChange(query.CaseId).AsNoTracking().GetAsync(query.CaseId, cancellationToken);
        var pairing = @case.CurrentAssignment!;
        await reads.RecordAsync(actor, nameof(VolunteerCaseQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var parts = new CaseParts(db, actor, definitions, texts, mapper, time.GetUtcNow());

        var tasks = await parts.TasksAsync(@case, cancellationToken);
        var division = await parts.DivisionAsync(@case, cancellationToken);
        var mayReadGoals = await db.MayReadGoalsAsync(actor, @case, time.Today(), cancellationToken);
        var position = await parts.PositionAsync(@case, tasks, cancellationToken);
        var (timeline, _, _) = await new TimelineReading(db, actor, texts, dates).ReadAsync(@case.Id, 1, Latest * 2, cancellationToken);
        var contacts = (await db.ContactsOfAsync(@case, actor, isWork: true, cancellationToken)).ToLookup(c => c.Party, Contact.Of);
        return new VolunteerCase(
            @case.Id, @case.Number, @case.Client.FirstName, @case.Phase, @case.ClosedAt, @case.PausedAt, contacts[CaseRole.Professional].Single(), @case.ContactRoute,
            contacts[CaseRole.Coordinator].FirstOrDefault(),
            // The way through the cycle tells of decisions that are not the volunteer's to know; where it stands does not.
            position with { Diagram = null, Path = [] },
            tasks, mayReadGoals, parts.Goals(@case, division, mayReadGoals, await db.BesideTextsAsync(@case, actor, cancellationToken)), division?.VolunteerWithClient,
            await parts.AgreementsAsync(@case, cancellationToken),
            await parts.SignalsAsync(@case, cancellationToken),
            await parts.MeetingsAsync(@case, LegalTime.DateOf(pairing.From), cancellationToken),
            await db.VolunteerActivities.Where(a => a.CaseId == @case.Id && a.VolunteerId == pairing.VolunteerId).OrderByDescending(a => a.On).Take(Latest)
                .ProjectTo<CaseActivity>(mapper.ConfigurationProvider).ToListAsync(cancellationToken),
            timeline)
        {
            Client = contacts[CaseRole.Client].Single(),
            AgreementEnd = await db.AgreementEndOfAsync(@case, time.Today(), cancellationToken),
            Next = await db.NextProfessionalOfAsync(@case.Id, cancellationToken),
            LeavesOn = (await db.LeavingOfAsync(@case, cancellationToken))?.LastDay,
            LeftToThem = await db.LeftToAsync(pairing, cancellationToken),
        };
    }
}
