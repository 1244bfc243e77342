using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Features.Shared.Display;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.MyCase;

/// <summary>The client's own case, in plain words: the one that runs, else the last. Null when there is none.</summary>
public sealed record MyCasePageQuery : IClientQuery<MyCasePage?>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Case>();
}

/// <param name="Volunteer">Null between two volunteers.</param>
public sealed record MyCasePage(
    CaseId Id, string FirstName, CasePhase Phase, int Round, bool IsPaused, string Professional, string? Volunteer, string? Coordinator)
{
    public required IReadOnlyDictionary<CasePhase, PhaseStanding> Standings { get; init; }

    /// <summary>The number of their office; null when it is not known.</summary>
    public required string? ProfessionalPhone { get; init; }

    /// <summary>How the client is reached.</summary>
    public required Contact Own { get; init; }

    /// <summary>Whether the client agrees that the volunteer knows.</summary>
    public required bool VolunteerMayReach { get; init; }

    /// <summary>The first name of who would like to stand beside the client; null when nobody is proposed.</summary>
    public string? Proposed { get; init; }

    /// <summary>When the volunteer stops; null when they do not.</summary>
    public DateOnly? VolunteerLeavesOn { get; init; }

    /// <summary>Whether the volunteer asks what the successor may know.</summary>
    public bool IsAskedForSuccessor { get; init; }

    /// <summary>Who is the professional soon; null while that stays as it is.</summary>
    public NextProfessional? Next { get; init; }

    public required IReadOnlyList<MyGoal> Goals { get; init; }

    /// <summary>Those that count now; the last one when none does.</summary>
    public required IReadOnlyList<AgreementSheet> Agreements { get; init; }

    /// <summary>Null while what was agreed lasts.</summary>
    public required AgreementEnd? AgreementEnd { get; init; }

    public required IReadOnlyList<ToldSignal> Signals { get; init; }

    /// <summary>The newest first.</summary>
    public required IReadOnlyList<MyMeeting> Meetings { get; init; }

    /// <summary>What the last talks left for the client to do.</summary>
    public IReadOnlyList<MyDecision> ToDo { get; init; } = [];

    /// <summary>Those that wait first, then the newest.</summary>
    public required IReadOnlyList<MyRequest> Requests { get; init; }

    /// <summary>What the client says of texts.</summary>
    public required IReadOnlyList<BesideText> Beside { get; init; }

    /// <summary>Of texts that this page does not show.</summary>
    public IEnumerable<BesideText> BesideElsewhere => Beside.Where(b => !(b.AboutId is { } id
        && Goals.Select(g => g.Id.Value).Concat(Agreements.Select(a => a.Id.Value)).Concat(Signals.Select(s => s.Id.Value)).Concat(Meetings.Select(m => m.Id?.Value).OfType<Guid>()).Contains(id)));

    public AgreementSheet? ToSign => Agreements.FirstOrDefault(a => a.ReaderMustSign);

    public MyMeeting? NextMeeting => Meetings.LastOrDefault(m => m.Status == MeetingStatus.Planned);

    public MyRequest? OpenRequest(ClientRequestKind kind) => Requests.FirstOrDefault(r => r.Kind == kind && r.Waits);

    public bool IsClosed => Phase == CasePhase.Closed;

    public bool MayLookBack => Phase == CasePhase.WorkingTogether && !IsPaused;
}

public sealed record MyGoal(GoalId Id, string Text);

/// <param name="At">Of the first talk about it; of the sharing when there was none.</param>
/// <param name="What">The volunteer's words; null while they were told to nobody.</param>
/// <param name="Volunteer">Who noted it.</param>
/// <param name="EndedWithPairing">It was withdrawn because the volunteer left.</param>
public sealed record ToldSignal(
    RiskSignalId Id, DateTimeOffset At, string? What, string? Reaction, string Volunteer, RiskSignalStatus Status, bool EndedWithPairing, IReadOnlyList<Told> To)
{
    /// <summary>What became of what was passed on; null while nothing was that the client may know of.</summary>
    public Became? Became { get; init; }
}

/// <param name="Feedback">Null while it is handled.</param>
public sealed record Became(DateTimeOffset? PickedUpAt, DateTimeOffset? FinishedAt, string? Feedback);

/// <param name="Name">Who was told, at that moment: not who holds the place now.</param>
public sealed record Told(string Name, SharingGround Ground, DateTimeOffset At);

public sealed record MyDecision(string What, DateOnly DueOn);

/// <param name="Id">Null for the one that was agreed and has no row yet.</param>
public sealed record MyMeeting(MeetingId? Id, MeetingStatus Status, DateOnly On, string? Decisions)
{
    /// <summary>Null while there is a day and no time.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>A time was proposed, and the client did not answer yet.</summary>
    public bool IsAsked { get; init; }
}

/// <param name="Delivery">How the own file was handed over; null for all else.</param>
/// <param name="IsLate">Whether it came after its term, or its term is past.</param>
/// <param name="About">What a correction or an objection is about; null for all else.</param>
public sealed record MyRequest(
    Guid Id, ClientRequestKind Kind, ClientRequestAbout? About, string? Words, DateTimeOffset AskedAt, DateOnly DueOn, string? Answer, CorrectionOutcome? Correction, DateTimeOffset? TakenBackAt,
    FileDelivery? Delivery, FileReceiver? DeliveredTo, DateOnly? DeliveredOn, string? By, bool IsLate)
{
    public bool Waits => Answer is null && TakenBackAt is null;
}

internal sealed class MyCasePageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<MyCasePageQuery, MyCasePage?>
{
    private const int ShownMeetings = 6;
    private const int ShownRequests = 6;

    public async Task<MyCasePage?> Handle(MyCasePageQuery query, CancellationToken cancellationToken)
    {
        var newest = await db.Cases.VisibleTo(actor).OrderBy(c => c.ClosedAt != null).ThenByDescending(c => c.Number).Select(c => (CaseId?)c.Id).FirstOrDefaultAsync(cancellationToken);
        if (newest is not { } id) return null;

        var @case = await db.Cases.VisibleTo(actor).ForChange(id).SingleAsync(cancellationToken);
        await reads.RecordAsync(actor, nameof(MyCasePageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var contacts = (await db.ContactsOfAsync(@case, actor, isWork: true, cancellationToken)).ToLookup(c => c.Party);
        var professional = contacts[CaseRole.Professional].Single();
        var leaving = await db.LeavingOfAsync(@case, cancellationToken);

        return new MyCasePage(
            @case.Id, @case.Client.FirstName, @case.Phase, @case.Round, @case.IsPaused,
            professional.Name, contacts[CaseRole.Volunteer].SingleOrDefault()?.Name, contacts[CaseRole.Coordinator].FirstOrDefault()?.Name)
        {
            ProfessionalPhone = professional.Phone,
            Own = Contact.Of(contacts[CaseRole.Client].Single()),
            VolunteerMayReach = await db.MayVolunteerReachClientAsync(@case, cancellationToken),
            Standings = await db.PhaseStandingsAsync(@case, cancellationToken),
            Proposed = (await db.MatchProposals.VisibleTo(db, actor).Open().Where(p => p.CaseId == @case.Id).Select(p => p.Volunteer).AsNoTracking().FirstOrDefaultAsync(cancellationToken))?.NameFor(actor.Role),
            Next = await db.NextProfessionalOfAsync(@case.Id, cancellationToken),
            VolunteerLeavesOn = leaving?.LastDay,
            IsAskedForSuccessor = leaving?.Items.Exists(i => i.IsAgreed is null) == true,
            Goals = [.. @case.Goals.Where(g => g.EndedAt is null).OrderBy(g => g.AddedAt).Select(g => new MyGoal(g.Id, g.Text))],
            Agreements = await AgreementsOfAsync(@case, cancellationToken),
            AgreementEnd = await db.AgreementEndOfAsync(@case, time.Today(), cancellationToken),
            Signals = await SignalsOfAsync(@case, cancellationToken),
            Meetings = await MeetingsOfAsync(@case, cancellationToken),
            ToDo = await db.DecisionsToDo(@case.Id).Where(d => d.Owner == CaseRole.Client).Select(d => new MyDecision(d.What, d.DueOn)).ToListAsync(cancellationToken),
            Requests = await RequestsOfAsync(@case, cancellationToken),
            Beside = await db.BesideTextsAsync(@case, actor, cancellationToken),
        };
    }

    private async Task<IReadOnlyList<MyRequest>> RequestsOfAsync(Case @case, CancellationToken cancellationToken)
    {
        var requests = await db.ClientRequests.Where(r => r.CaseId == @case.Id).OrderBy(r => r.AnsweredAt != null || r.TakenBackAt != null).ThenByDescending(r => r.AskedAt).Take(ShownRequests).AsNoTracking().ToListAsync(cancellationToken);
        var names = await db.NamesForAsync(actor.Role, [.. requests.Select(r => r.AnsweredById).OfType<Guid>().Distinct()], cancellationToken);
        return requests.ConvertAll(r => new MyRequest(
            r.Id, r.Kind, r.About, r.Words, r.AskedAt, r.DueOn, r.Answer, r.Correction, r.TakenBackAt, r.Delivery, r.DeliveredTo, r.DeliveredOn, r.AnsweredById is { } by ? names.GetValueOrDefault(by) : null, r.IsLate(time.Today())));
    }

    private async Task<IReadOnlyList<AgreementSheet>> AgreementsOfAsync(Case @case, CancellationToken cancellationToken)
    {
        List<AgreementSheet> sheets = [];
        foreach (var agreement in await db.Agreements.VisibleTo(actor).Where(a => a.CaseId == @case.Id).OrderByDescending(a => a.ProposedAt).ToListAsync(cancellationToken))
            sheets.Add(await db.SheetOfAsync(agreement, @case, actor, time.Today(), cancellationToken));

        var live = sheets.FindAll(s => s.CanBeSigned);
        return live.Count > 0 ? live : [.. sheets.Take(1)];
    }

    private async Task<IReadOnlyList<ToldSignal>> SignalsOfAsync(Case @case, CancellationToken cancellationToken)
    {
        var signals = await db.RiskSignals.VisibleTo(actor).Where(s => s.CaseId == @case.Id)
            .WithDisclosures().Include(s => s.Volunteer).OrderByDescending(s => s.NotedAt).ToListAsync(cancellationToken);
        var people = signals.SelectMany(s => s.Disclosures).SelectMany(d => d.People).Select(p => p.AccountId).Distinct().ToList();
        var names = await db.NamesForAsync(actor.Role, people, cancellationToken);
        return signals.ConvertAll(s => ToldTo(s, names));
    }

    private ToldSignal ToldTo(RiskSignal signal, Dictionary<Guid, string> names)
    {
        List<Told> told = [.. signal.DisclosuresKnownToClient()
            .SelectMany(d => d.People.Select(p => new Told(names[p.AccountId], d.Ground, p.Since))).OrderBy(t => t.At)];
        return new ToldSignal(
            signal.Id, signal.DiscussedAt ?? signal.SharedAt ?? signal.NotedAt, told.Count > 0 ? signal.Observation : null, signal.ClientsReaction,
            signal.Volunteer.NameFor(actor.Role), signal.Status, signal.EndedWithPairing, told)
        {
            Became = told.Count > 0 ? new Became(signal.AcknowledgedAt, signal.ClosedAt, signal.Feedback) : null,
        };
    }

    private async Task<IReadOnlyList<MyMeeting>> MeetingsOfAsync(Case @case, CancellationToken cancellationToken)
    {
        var meetings = await db.Meetings.OfCycle().Where(m => m.CaseId == @case.Id && m.Status != MeetingStatus.Cancelled)
            .OrderByDescending(m => m.PlannedOn).Take(ShownMeetings)
            .Select(m => new MyMeeting(m.Id, m.Status, m.HeldOn ?? m.PlannedOn, m.Decisions)
            {
                StartsAt = m.Status == MeetingStatus.Planned ? (DateTimeOffset?)m.Agreed!.StartsAt : null,
                IsAsked = m.Proposals.Any(p => p.Status == MeetingProposalStatus.Open && p.Yes.All(y => y.Party != CaseRole.Client)),
            }).ToListAsync(cancellationToken);
        if (@case.NextMeetingOn is { } agreed) meetings.Insert(0, new MyMeeting(null, MeetingStatus.Planned, agreed, null));
        return meetings;
    }
}
