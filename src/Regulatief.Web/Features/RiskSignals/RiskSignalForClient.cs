using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>A signal as the client sees it that it is about: what was said, what was passed on, to whom and why.</summary>
/// <exception cref="NotFoundException">No such signal, or not for them to see (yet).</exception>
public sealed record RiskSignalForClientQuery(RiskSignalId SignalId) : IClientQuery<RiskSignalForClient>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(SignalId);
}

/// <param name="VolunteerName">The first name.</param>
/// <param name="Observation">What was passed on; null while nothing was.</param>
/// <param name="EndedWithPairing">It was withdrawn because the volunteer left.</param>
public sealed record RiskSignalForClient(
    RiskSignalStatus Status, string VolunteerName, bool EndedWithPairing, string? Observation, IReadOnlyList<SignalDiscussion> Discussions, IReadOnlyList<SharedWith> SharedWith)
{
    /// <summary>The signal, for what was passed on of it; null while nothing was.</summary>
    public RiskSignal? PassedOn { get; init; }

    /// <summary>What the client says of it.</summary>
    public IReadOnlyList<BesideText> Beside { get; init; } = [];
}

/// <param name="Name">Who it was told to, at that moment: not who holds the place now.</param>
public sealed record SharedWith(CaseRole Recipient, string Name, SharingGround Ground, DateTimeOffset At, string? Reason);

internal sealed class RiskSignalForClientHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads)
    : IRequestHandler<RiskSignalForClientQuery, RiskSignalForClient>
{
    public async Task<RiskSignalForClient> Handle(RiskSignalForClientQuery query, CancellationToken cancellationToken)
    {
        var signal = await db.SignalForChangeAsync(query.SignalId, actor, cancellationToken);
        var @case = await db.CaseForChangeAsync(CaseKey.Of(signal.Id), actor, cancellationToken);
        var volunteer = await db.Volunteers.GetAsync(signal.VolunteerId, cancellationToken);

        await reads.RecordAsync(actor, nameof(RiskSignalForClientQuery), @case.Id, nameof(RiskSignal), signal.Id.Value, cancellationToken);

        var shown = signal.DisclosuresKnownToClient().ToList();
        var names = await db.NamesForAsync(actor.Role, [.. shown.SelectMany(d => d.People).Select(p => p.AccountId)], cancellationToken);
        return new RiskSignalForClient(
            shown.Count == 0 && signal.IsShared ? RiskSignalStatus.DiscussedWithClient : signal.Status,
            volunteer.NameFor(actor.Role),
            signal.EndedWithPairing,
            shown.Count > 0 ? signal.Observation : null,
            signal.Discussions,
            [.. shown.SelectMany(d => d.People.Select(p => new SharedWith(d.Recipient, names[p.AccountId], d.Ground, p.Since, d.Reason))).OrderBy(s => s.At)])
        {
            PassedOn = shown.Count > 0 ? signal : null,
            Beside = (await db.BesideTextsAsync(@case, actor, cancellationToken)).Of(ClientRequestAbout.RiskSignal, signal.Id.Value),
        };
    }
}
