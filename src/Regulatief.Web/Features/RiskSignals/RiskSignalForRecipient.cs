using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>A signal as the professional or coordinator sees it to whom it was passed.</summary>
/// <exception cref="NotFoundException">No such signal, or it was not shared with them.</exception>
public sealed record RiskSignalForRecipientQuery(RiskSignalId SignalId) : IClientQuery<RiskSignalForRecipient>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(SignalId);
}

/// <param name="DueOn">Until when it is to be handled; null when this actor does not follow it.</param>
/// <param name="OtherRole">The role that does not have it yet; null when both do.</param>
/// <param name="Readers">Who read it, the latest first.</param>
public sealed record RiskSignalForRecipient(
    RiskSignal Signal, int CaseNumber, string ClientName, string VolunteerName, string? OnCallNumber, DateOnly? DueOn, bool IsPaused,
    CaseRole? OtherRole, IReadOnlyDictionary<Guid, string> Names, IReadOnlyList<SignalReader> Readers)
{
    public Guid Id => Signal.Id.Value;

    public string CaseUrl => $"/trajecten/{Signal.CaseId}";

    public bool CanHandle => DueOn is not null;

    public string? NameOf(Guid? accountId) => accountId is { } id ? Names.GetValueOrDefault(id) : null;

    /// <summary>Null while what was agreed lasts.</summary>
    public AgreementEnd? AgreementEnd { get; init; }

    /// <summary>What the client says of it.</summary>
    public IReadOnlyList<BesideText> Beside { get; init; } = [];

    /// <summary>Those for acute danger, the latest first.</summary>
    public IReadOnlyList<CalledOut> Calls { get; init; } = [];

    public AssessRiskSignalForm Assess { get; init; } = new((string?)null);

    public CloseRiskSignalForm Close { get; init; } = new(null, null);

    public ShareRiskSignalForm Share { get; init; } = new(null, new SharingExceptionForm(null, null));
}

/// <summary>Acute danger that was called out.</summary>
/// <param name="AcknowledgedBy">Null while nobody acts.</param>
public sealed record CalledOut(DateTimeOffset RaisedAt, int Called, DateTimeOffset AnswerBy, string? AcknowledgedBy, DateTimeOffset? AcknowledgedAt);

public sealed record SignalReader(string Name, AccountRole? Role, DateTimeOffset LastAt, int Times);

internal sealed class RiskSignalForRecipientHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time)
    : IRequestHandler<RiskSignalForRecipientQuery, RiskSignalForRecipient>
{
    public async Task<RiskSignalForRecipient> Handle(RiskSignalForRecipientQuery query, CancellationToken cancellationToken)
    {
        var signal = await db.SignalForChangeAsync(query.SignalId, actor, cancellationToken);
        var @case = await db.CaseForChangeAsync(CaseKey.Of(signal.Id), Actor.System, cancellationToken);
        var volunteer = await db.Volunteers.GetAsync(signal.VolunteerId, cancellationToken);
        var onCall = await db.Projects.Where(p => p.Id == @case.ProjectId).Select(p => p.OnCallNumber).SingleAsync(cancellationToken);
        var task = await db.HumanTasks.VisibleTo(actor).OpenAbout(signal.Id).SingleOrDefaultAsync(cancellationToken);

        await reads.RecordAsync(actor, nameof(RiskSignalForRecipientQuery), @case.Id, nameof(RiskSignal), signal.Id.Value, cancellationToken);
        var people = signal.Disclosures.ConvertAll(d => d.SharedById);
        if (signal.AcknowledgedById is { } by) people.Add(by);
        var names = await db.NamesForAsync(actor.Role, people, cancellationToken);
        return new RiskSignalForRecipient(
            signal, @case.Number, @case.Client.NameFor(actor.Role), volunteer.NameFor(actor.Role), onCall, task?.DueOn, @case.IsPaused,
            (await db.RolesWithoutAsync(signal, @case, cancellationToken)).Select(r => (CaseRole?)r).FirstOrDefault(), names, await ReadersAsync(signal, cancellationToken))
        {
            Beside = (await db.BesideTextsAsync(@case, actor, cancellationToken)).Of(ClientRequestAbout.RiskSignal, signal.Id.Value),
            Calls = await db.CallsOfAsync(signal, actor, cancellationToken),
            AgreementEnd = await db.AgreementEndOfAsync(@case, time.Today(), cancellationToken),
        };
    }

    private async Task<IReadOnlyList<SignalReader>> ReadersAsync(RiskSignal signal, CancellationToken cancellationToken)
    {
        var read = await db.AuditEntries
            .Where(e => e.CaseId == signal.CaseId && e.SubjectId == signal.Id.Value && e.Kind == AuditKind.Read && e.At >= signal.SharedAt)
            .GroupBy(e => new { e.ActorId, e.ActorRole }).Select(g => new { g.Key.ActorId, g.Key.ActorRole, LastAt = g.Max(e => e.At), Times = g.Count() })
            .OrderByDescending(r => r.LastAt).ToListAsync(cancellationToken);
        var names = await db.NamesForAsync(actor.Role, [.. read.Select(r => r.ActorId).Distinct()], cancellationToken);
        return [.. read.Where(r => names.ContainsKey(r.ActorId)).Select(r => new SignalReader(names[r.ActorId], r.ActorRole, r.LastAt, r.Times))];
    }
}
