using System.Text.Json.Serialization;
using MediatR;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Shows that the owner of the account sits there, by proving it anew at the organisation's log-in. Who has a second factor here, of whom it did not ask two, shows that one.</summary>
/// <param name="Person">Null when what came was not from there, or was no answer to what we asked.</param>
/// <remarks>A try that failed is told in the audit log, so it is an answer and no refusal.</remarks>
public sealed record ConfirmFederatedCommand([property: JsonIgnore] FederatedPerson? Person) : ICommand<ProofOutcome>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

internal sealed class ConfirmFederatedHandler(FederatedAccounts accounts, SecondFactors factors, CurrentActor current, AuditTrail trail) : IRequestHandler<ConfirmFederatedCommand, ProofOutcome>
{
    /// <summary>What its clock may be behind ours.</summary>
    private static readonly TimeSpan ClockIsOff = TimeSpan.FromMinutes(1);

    public async Task<ProofOutcome> Handle(ConfirmFederatedCommand command, CancellationToken cancellationToken)
    {
        var id = current.Value.AccountId;
        var outcome = command.Person is { } person && await ProvesAsync(person, id, cancellationToken) ? ProofOutcome.Succeeded : ProofOutcome.FederationNotProved;
        if (outcome == ProofOutcome.Succeeded) await factors.ProveAsync(cancellationToken);
        trail.About(AuditSubject.Of<Account>(id), outcome.ToString());
        return outcome;
    }

    private async Task<bool> ProvesAsync(FederatedPerson person, Guid id, CancellationToken cancellationToken) =>
        await accounts.IsFirstUseAsync(person, cancellationToken)
        && await accounts.LinkedAsync(person, cancellationToken) is { } account && account.Id == id
        // It may have let somebody on who proved it this morning.
        && person.ProvedAt >= person.AskedAt - ClockIsOff
        && (person.HasFactor || !account.TwoFactorEnabled);
}
