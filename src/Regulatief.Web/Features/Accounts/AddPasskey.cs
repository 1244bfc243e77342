using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Keeps a passkey that the browser made for the own account.</summary>
/// <exception cref="CaseRuleException"><c>passkey-not-made</c>: it is known already, of another account or site, or was made too long after it was asked for.</exception>
public sealed record AddPasskeyCommand : ICommand<FactorAdded>, IStepsUp
{
    /// <summary>What its owner knows it by.</summary>
    public string? Name { get; init; }

    /// <summary>What the browser made, as JSON.</summary>
    [JsonIgnore, AtMost(Passkeys.MaxJson)]
    public string? Credential { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

internal sealed class AddPasskeyValidator : AbstractValidator<AddPasskeyCommand>
{
    public AddPasskeyValidator()
    {
        RuleFor(c => c.Name).NotEmpty().MaximumLength(AccountPasskey.MaxName);
        RuleFor(c => c.Credential).NotEmpty().WithErrorCode("passkey-none").When(c => !string.IsNullOrWhiteSpace(c.Name));
    }
}

internal sealed class AddPasskeyHandler(SecondFactors factors, Passkeys passkeys, Actor actor, AuditTrail trail) : IRequestHandler<AddPasskeyCommand, FactorAdded>
{
    public async Task<FactorAdded> Handle(AddPasskeyCommand command, CancellationToken cancellationToken)
    {
        trail.About(AuditSubject.Of<Account>(actor.AccountId));
        var made = await passkeys.MadeAsync(command.Credential!, actor.AccountId) ?? throw new CaseRuleException("passkey-not-made");
        made.Name = command.Name;
        return new FactorAdded { RecoveryCodes = await factors.AddPasskeyAsync(actor.AccountId, made, cancellationToken) };
    }
}
