using System.Buffers.Text;
using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Removes the own authenticator, or one of the own passkeys.</summary>
/// <param name="PasskeyId">As the page names it; null for the authenticator.</param>
/// <exception cref="NotFoundException">There is none, or it is somebody else's.</exception>
/// <exception cref="CaseRuleException"><c>factor-last</c>: the role must have one.</exception>
public sealed record RemoveFactorCommand(string? PasskeyId) : ICommand<Unit>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

internal sealed class RemoveFactorValidator : AbstractValidator<RemoveFactorCommand>
{
    public RemoveFactorValidator() => RuleFor(c => c.PasskeyId).MaximumLength(1400);
}

internal sealed class RemoveFactorHandler(SecondFactors factors, Actor actor, AuditTrail trail) : IRequestHandler<RemoveFactorCommand, Unit>
{
    public async Task<Unit> Handle(RemoveFactorCommand command, CancellationToken cancellationToken)
    {
        trail.About(AuditSubject.Of<Account>(actor.AccountId), command.PasskeyId is null ? "Authenticator" : "Passkey");
        if (command.PasskeyId is not { } id) await factors.RemoveAuthenticatorAsync(actor.AccountId, cancellationToken);
        else await factors.RemovePasskeyAsync(actor.AccountId, Base64Url.IsValid(id) ? Base64Url.DecodeFromChars(id) : [], cancellationToken);
        return Unit.Value;
    }
}
