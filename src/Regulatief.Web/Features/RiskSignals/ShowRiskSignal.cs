using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>A signal as the API gives it, with what the asker's role may know of it.</summary>
/// <exception cref="NotFoundException">No such signal, or not for them.</exception>
public sealed record ShowRiskSignalQuery(RiskSignalId SignalId) : IClientQuery<ShowRiskSignalResult>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(SignalId);
}

/// <param name="Observation">Null for a client to whom nothing was said of passing it on yet.</param>
/// <param name="Severity">With the day, the part of it and the place: null wherever the observation is, and where it was not asked yet.</param>
/// <param name="Feedback">What was done with it: for the volunteer, the recipient, and the client who may know what was passed on.</param>
/// <param name="Assessment">Of the recipient; null for others.</param>
/// <param name="Conclusion">Of the recipient; null for others.</param>
public sealed record ShowRiskSignalResult(
    Guid Id, Guid CaseId, RiskSignalKind Kind, RiskSignalStatus Status, DateTimeOffset NotedAt, string? Observation,
    IReadOnlyList<ShownDiscussion> Discussions, IReadOnlyList<ShownDisclosure> SharedWith,
    DateTimeOffset? AcknowledgedAt, DateTimeOffset? ClosedAt, string? Assessment, string? Conclusion,
    SignalSeverity? Severity, DateOnly? ObservedOn, PartOfDay? ObservedIn, string? Place, string? Feedback);

public sealed record ShownDiscussion(DateTimeOffset At, DiscussionManner How, IReadOnlyList<CaseRole> ToldRecipients, string? ToldWhat, string ClientsReaction);

public sealed record ShownDisclosure(CaseRole Recipient, SharingGround Ground, DateTimeOffset At);

internal sealed class ShowRiskSignalHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<ShowRiskSignalQuery, ShowRiskSignalResult>
{
    public async Task<ShowRiskSignalResult> Handle(ShowRiskSignalQuery query, CancellationToken cancellationToken)
    {
        var signal = await db.SignalForChangeAsync(query.SignalId, actor, cancellationToken);
        await reads.RecordAsync(actor, nameof(ShowRiskSignalQuery), signal.CaseId, nameof(RiskSignal), signal.Id.Value, cancellationToken);

        var isClient = actor.Role == AccountRole.Client;
        var isRecipient = actor.Role is AccountRole.ProbationOfficer or AccountRole.Coordinator;
        var disclosures = isClient ? signal.DisclosuresKnownToClient().ToList() : signal.Disclosures;
        var isShown = !isClient || disclosures.Count > 0;
        return new ShowRiskSignalResult(
            signal.Id.Value, signal.CaseId.Value, signal.Kind, signal.Status, signal.NotedAt,
            isShown ? signal.Observation : null,
            signal.Discussions.ConvertAll(d => new ShownDiscussion(d.At, d.How, d.ToldRecipients, d.ToldWhat, d.ClientsReaction)),
            disclosures.ConvertAll(d => new ShownDisclosure(d.Recipient, d.Ground, d.From)),
            signal.AcknowledgedAt, signal.ClosedAt, isRecipient ? signal.Assessment : null, isRecipient ? signal.Conclusion : null,
            isShown ? signal.Severity : null, isShown ? signal.ObservedOn : null, isShown ? signal.ObservedIn : null, isShown ? signal.Place : null, isShown ? signal.Feedback : null);
    }
}
