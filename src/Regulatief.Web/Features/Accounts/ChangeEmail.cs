using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>
/// Changes the own address of mail, to which links for the password go and at which colleagues reach one; an empty one takes it away. Nobody changes that of somebody else: with it
/// one becomes them. A client has none: the officer of the case gives them another code.
/// </summary>
public sealed record ChangeEmailCommand : ICommand<Guid>, IStepsUp
{
    [JsonIgnore]
    public string? Email { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

internal sealed class ChangeEmailValidator : AbstractValidator<ChangeEmailCommand>
{
    public ChangeEmailValidator(Actor actor)
    {
        RuleFor(c => c.Email).MustBeAnEmail();
        RuleFor(c => c.Email).Empty().When(_ => actor.Role == AccountRole.Client).WithErrorCode("profile-not-of-client");
    }
}

internal static class EmailRules
{
    public static void GiveEmail(this Account account, string? email, ILookupNormalizer normalizer) =>
        (account.Email, account.NormalizedEmail) = string.IsNullOrEmpty(email) ? (null, null) : (email, normalizer.NormalizeEmail(email));
}

internal sealed class ChangeEmailHandler(RegulatiefDbContext db, Actor actor, ILookupNormalizer normalizer, AuditTrail trail) : IRequestHandler<ChangeEmailCommand, Guid>
{
    public async Task<Guid> Handle(ChangeEmailCommand command, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, cancellationToken);
        trail.About(AuditSubject.Of<Account>(account.Id));
        account.GiveEmail(command.Email, normalizer);
        return account.Id;
    }
}
