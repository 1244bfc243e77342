using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Meetings;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
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

    public required IReadOnlyList<string> Goals { get; init; }

    /// <summary>Those that count now; the last one when none does.</summary>
    public required IReadOnlyList<AgreementSheet> Agreements { get; init; }

    public required IReadOnlyList<ToldSignal> Signals { get; init; }

    /// <summary>The newest first.</summary>
    public required IReadOnlyList<MyMeeting> Meetings { get; init; }

    public required IReadOnlyList<MyRequest> Requests { get; init; }

    public AgreementSheet? ToSign => Agreements.FirstOrDefault(a => a.ReaderMustSign);

    public MyMeeting? NextMeeting => Meetings.LastOrDefault(m => m.Status == MeetingStatus.Planned);

    public MyRequest? OpenRequest(ClientRequestKind kind) => Requests.FirstOrDefault(r => r.Kind == kind && r.Answer is null);

    public bool IsClosed => Phase == CasePhase.Closed;

    public bool MayLookBack => Phase == CasePhase.WorkingTogether && !IsPaused;
}

/// <param name="At">Of the first talk about it; of the sharing when there was none.</param>
/// <param name="What">The volunteer's words; null while they were told to nobody.</param>
/// <param name="Volunteer">Who noted it.</param>
/// <param name="EndedWithPairing">It was withdrawn because the volunteer left.</param>
public sealed record ToldSignal(
    DateTimeOffset At, string? What, string? Reaction, string Volunteer, RiskSignalStatus Status, bool EndedWithPairing, IReadOnlyList<Told> To);

/// <param name="Name">Who was told, at that moment: not who holds the place now.</param>
public sealed record Told(string Name, SharingGround Ground, DateTimeOffset At);

public sealed record MyMeeting(MeetingStatus Status, DateOnly On, string? Decisions);

public sealed record MyRequest(ClientRequestKind Kind, DateTimeOffset AskedAt, string? Answer);

internal sealed class MyCasePageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<MyCasePageQuery, MyCasePage?>
{
    private const int ShownMeetings = 6;
    private const int ShownRequests = 6;

    public async Task<MyCasePage?> Handle(MyCasePageQuery query, CancellationToken cancellationToken)
    {
        var newest = await db.Cases.VisibleTo(actor).OrderBy(c => c.ClosedAt != null).ThenByDescending(c => c.Number).Select(c => (CaseId?)c.Id).FirstOrDefaultAsync(cancellationToken);
        if (newest is not { } id) return null;

        var @case = await db.Cases.ForChange(id).SingleAsync(cancellationToken);
        await reads.RecordAsync(actor, nameof(MyCasePageQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var professional = await db.Accounts.Where(a => a.Id == @case.ProfessionalId).Select(a => a.DisplayName).SingleAsync(cancellationToken);
        var coordinator = await db.Projects.Where(p => p.Id == @case.ProjectId).SelectMany(p => p.Coordinators).OrderBy(c => c.Rank)
            .Join(db.Accounts, c => c.AccountId, a => a.Id, (_, account) => account.DisplayName).FirstOrDefaultAsync(cancellationToken);

        return new MyCasePage(
            @case.Id, @case.Client.FirstName, @case.Phase, @case.Round, @case.IsPaused,
            professional, @case.CurrentAssignment?.Volunteer.NameFor(actor.Role), coordinator)
        {
            Standings = await db.PhaseStandingsAsync(@case, cancellationToken),
            Goals = [.. @case.Goals.Where(g => g.EndedAt is null).OrderBy(g => g.AddedAt).Select(g => g.Text)],
            Agreements = await AgreementsOfAsync(@case, cancellationToken),
            Signals = await SignalsOfAsync(@case, cancellationToken),
            Meetings = await MeetingsOfAsync(@case, cancellationToken),
            Requests = await db.ClientRequests.Where(r => r.CaseId == @case.Id).OrderByDescending(r => r.AskedAt).Take(ShownRequests)
                .Select(r => new MyRequest(r.Kind, r.AskedAt, r.Answer)).ToListAsync(cancellationToken),
        };
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

    // A disclosure under an exception stays out of the client's sight until its review released it, also beside one under the agreement.
    private ToldSignal ToldTo(RiskSignal signal, Dictionary<Guid, string> names)
    {
        List<Told> told = [.. signal.Disclosures
            .Where(d => !d.IsException || signal.ReleasedToClientAt is not null)
            .SelectMany(d => d.People.Select(p => new Told(names[p.AccountId], d.Ground, p.Since))).OrderBy(t => t.At)];
        return new ToldSignal(
            signal.DiscussedAt ?? signal.SharedAt ?? signal.NotedAt, told.Count > 0 ? signal.Observation : null, signal.ClientsReaction,
            signal.Volunteer.NameFor(actor.Role), signal.Status, signal.EndedWithPairing, told);
    }

    private async Task<IReadOnlyList<MyMeeting>> MeetingsOfAsync(Case @case, CancellationToken cancellationToken)
    {
        var meetings = await db.Meetings.Where(m => m.CaseId == @case.Id && m.Status != MeetingStatus.Cancelled)
            .OrderByDescending(m => m.PlannedOn).Take(ShownMeetings)
            .Select(m => new MyMeeting(m.Status, m.HeldOn ?? m.PlannedOn, m.Decisions)).ToListAsync(cancellationToken);
        if (@case.NextMeetingOn is { } agreed) meetings.Insert(0, new MyMeeting(MeetingStatus.Planned, agreed, null));
        return meetings;
    }
}
