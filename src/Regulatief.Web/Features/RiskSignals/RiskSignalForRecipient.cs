using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
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

    public AssessRiskSignalForm Assess { get; init; } = new((string?)null);

    public CloseRiskSignalForm Close { get; init; } = new((string?)null);

    public ShareRiskSignalForm Share { get; init; } = new(null, new SharingExceptionForm(null, null));
}

public sealed record SignalReader(string Name, AccountRole? Role, DateTimeOffset LastAt, int Times);

internal sealed class RiskSignalForRecipientHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads)
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
            (await db.RolesWithoutAsync(signal, @case, cancellationToken)).Select(r => (CaseRole?)r).FirstOrDefault(), names, await ReadersAsync(signal, cancellationToken));
    }

    private async Task<IReadOnlyList<SignalReader>> ReadersAsync(RiskSignal signal, CancellationToken cancellationToken)
    {
        var read = await db.AuditEntries
            .Where(e => e.CaseId == signal.CaseId && e.SubjectId == signal.Id.Value && e.Kind == AuditKind.Read && e.At >= signal.SharedAt)
            .GroupBy(e => e.ActorId).Select(g => new { g.Key, LastAt = g.Max(e => e.At), Times = g.Count() })
            .OrderByDescending(r => r.LastAt).ToListAsync(cancellationToken);
        var ids = read.ConvertAll(r => r.Key);
        var roles = await db.Accounts.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Role, cancellationToken);
        var names = await db.NamesForAsync(actor.Role, ids, cancellationToken);
        return [.. read.Where(r => roles.ContainsKey(r.Key)).Select(r => new SignalReader(names[r.Key], roles[r.Key], r.LastAt, r.Times))];
    }
}
