using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Keeps the authenticator that the page showed a key to, once a code shows that it has it. In place of the one before, if there was one.</summary>
/// <exception cref="CaseRuleException"><c>factor-set-up-expired</c>, <c>factor-code-wrong</c>, <c>factor-clock-off</c>.</exception>
public sealed record SetUpAuthenticatorCommand : ICommand<FactorAdded>, IStepsUp
{
    /// <summary>As <see cref="NewAuthenticatorKey"/> wrote it.</summary>
    [JsonIgnore]
    public string? Key { get; init; }

    [JsonIgnore]
    public string? Code { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

public sealed record FactorAdded
{
    /// <summary>With the first second factor; null otherwise. Shown once, so not kept with the result.</summary>
    [JsonIgnore]
    public IReadOnlyList<string>? RecoveryCodes { get; init; }
}

internal sealed class SetUpAuthenticatorValidator : AbstractValidator<SetUpAuthenticatorCommand>
{
    public SetUpAuthenticatorValidator()
    {
        RuleFor(c => c.Key).MaximumLength(1000);
        RuleFor(c => c.Code).NotEmpty().MaximumLength(60);
    }
}

internal sealed class SetUpAuthenticatorHandler(SecondFactors factors, NewAuthenticatorKey keys, Actor actor, AuditTrail trail) : IRequestHandler<SetUpAuthenticatorCommand, FactorAdded>
{
    public async Task<FactorAdded> Handle(SetUpAuthenticatorCommand command, CancellationToken cancellationToken)
    {
        trail.About(AuditSubject.Of<Account>(actor.AccountId));
        var key = keys.Read(command.Key, actor.AccountId) ?? throw new CaseRuleException("factor-set-up-expired");
        var step = factors.StepOf(key, command.Code!);
        return new FactorAdded { RecoveryCodes = await factors.AddAuthenticatorAsync(actor.AccountId, key, step, cancellationToken) };
    }
}
