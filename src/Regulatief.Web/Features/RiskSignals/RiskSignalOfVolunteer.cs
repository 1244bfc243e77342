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

/// <summary>A signal as the volunteer who noted it sees it: what to do next, and what sharing still needs.</summary>
/// <exception cref="NotFoundException">No such signal, or not theirs.</exception>
public sealed record RiskSignalOfVolunteerQuery(RiskSignalId SignalId) : IClientQuery<RiskSignalOfVolunteer>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(SignalId);
}

/// <param name="ClientName">The first name.</param>
/// <param name="HowToDiscuss">What the parties agreed about discussing a signal first; null without an agreement.</param>
/// <param name="IsConfirmationAsked">The coordinator was asked whether the client can be reached, and has not answered.</param>
/// <param name="Without">The roles that do not have it: nobody who holds them now was told.</param>
/// <param name="Routes">Per such role how far sharing is possible.</param>
/// <param name="IsLeaving">The hand-over to another volunteer waits: what is undecided when it is recorded is withdrawn.</param>
public sealed record RiskSignalOfVolunteer(
    RiskSignal Signal, int CaseNumber, string ClientName, string ProfessionalName, string? OnCallNumber, string? HowToDiscuss,
    bool IsConfirmationAsked, IReadOnlyList<CaseRole> Without, IReadOnlyList<SharingStanding> Routes, bool IsLeaving)
{
    public Guid Id => Signal.Id.Value;

    public string CaseUrl => $"/trajecten/{Signal.CaseId}";

    public bool CanStillShare => Signal is { HasEnded: false } && Routes.Count > 0;

    /// <summary>The next step, for the words on top.</summary>
    public SignalStep Next => Signal.Status switch
    {
        RiskSignalStatus.Noted when Signal.UnreachableConfirmedAt is null => SignalStep.Discuss,
        RiskSignalStatus.Noted or RiskSignalStatus.DiscussedWithClient => SignalStep.Decide,
        RiskSignalStatus.Shared or RiskSignalStatus.Acknowledged or RiskSignalStatus.Assessed => SignalStep.Wait,
        _ => SignalStep.Nothing,
    };

    /// <summary>Null while what was agreed lasts.</summary>
    public AgreementEnd? AgreementEnd { get; init; }

    /// <summary>What the client says of it.</summary>
    public IReadOnlyList<BesideText> Beside { get; init; } = [];

    /// <summary>Those for acute danger, the latest first.</summary>
    public IReadOnlyList<CalledOut> Calls { get; init; } = [];

    public DiscussRiskSignalForm Discuss { get; init; } = new(null, null, null, null, null, null);

    public FailedAttemptForm Attempt { get; init; } = new(null, null, false);

    public ShareRiskSignalForm Share { get; init; } = new(null, new SharingExceptionForm(null, null));

    public string NameOf(CaseRole recipient, string coordinator) => recipient == CaseRole.Professional ? ProfessionalName : coordinator;
}

public enum SignalStep
{
    Discuss,
    Decide,
    Wait,
    Nothing,
}

internal sealed class RiskSignalOfVolunteerHandler(RegulatiefDbContext db, Actor actor, SharingPolicy policy, ReadAudit reads, TimeProvider time)
    : IRequestHandler<RiskSignalOfVolunteerQuery, RiskSignalOfVolunteer>
{
    public async Task<RiskSignalOfVolunteer> Handle(RiskSignalOfVolunteerQuery query, CancellationToken cancellationToken)
    {
        var signal = await db.OwnSignalForChangeAsync(query.SignalId, actor, cancellationToken);
        var @case = await db.CaseForChangeAsync(CaseKey.Of(signal.Id), Actor.System, cancellationToken);
        var professional = await db.Accounts.Where(a => a.Id == @case.ProfessionalId).Select(a => a.DisplayName).SingleAsync(cancellationToken);
        var onCall = await db.Projects.Where(p => p.Id == @case.ProjectId).Select(p => p.OnCallNumber).SingleAsync(cancellationToken);
        var isLeaving = await db.HumanTasks.Open().AnyAsync(t => t.CaseId == @case.Id && t.Kind == HumanTaskKind.VolunteerHandover, cancellationToken);
        var without = await db.RolesWithoutAsync(signal, @case, cancellationToken);
        var isAsked = await db.HumanTasks.OpenAboutReaching(signal.Id).AnyAsync(cancellationToken);

        await reads.RecordAsync(actor, nameof(RiskSignalOfVolunteerQuery), @case.Id, nameof(RiskSignal), signal.Id.Value, cancellationToken);
        return new RiskSignalOfVolunteer(
            signal, @case.Number, @case.Client.NameFor(actor.Role), professional, onCall, await HowToDiscussAsync(@case, cancellationToken),
            isAsked, without, await RoutesAsync(signal, @case, without, cancellationToken), isLeaving)
        {
            Beside = (await db.BesideTextsAsync(@case, actor, cancellationToken)).Of(ClientRequestAbout.RiskSignal, signal.Id.Value),
            Calls = await db.CallsOfAsync(signal, actor, cancellationToken),
            AgreementEnd = await db.AgreementEndOfAsync(@case, time.Today(), cancellationToken),
            Discuss = new DiscussRiskSignalForm(time.Today(), null, null, null, null, null),
            Attempt = new FailedAttemptForm(time.Today(), null, false),
        };
    }

    private async Task<string?> HowToDiscussAsync(Case @case, CancellationToken cancellationToken) =>
        (await db.Agreements.SignedOf(@case.Id).ToListAsync(cancellationToken))
            .Find(a => a.StateFor(@case, time.Today()) == AgreementForce.InForce)?.DiscussFirst;

    private async Task<IReadOnlyList<SharingStanding>> RoutesAsync(
        RiskSignal signal, Case @case, IReadOnlyList<CaseRole> without, CancellationToken cancellationToken)
    {
        List<SharingStanding> routes = [];
        foreach (var role in without) routes.Add(await policy.StandingOf(signal, @case, role, cancellationToken));

        // A role that no agreement names is no choice; while nothing is shared, the first shows what is missing.
        var named = routes.FindAll(r => r.AgreementId is not null);
        return named.Count > 0 || signal.IsShared ? named : [.. routes.Take(1)];
    }
}
