using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.StartUp;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Makes the account that makes all others, with the code that the server printed at its first start. Works once.</summary>
/// <exception cref="CaseRuleException"><c>first-administrator-refused</c>: another code, or there is an administrator already.</exception>
public sealed record CreateFirstAdministratorCommand(string? Token, string? Name, string? UserName, string? Password) : IRequest<Guid>;

internal sealed class CreateFirstAdministratorValidator : AbstractValidator<CreateFirstAdministratorCommand>
{
    public CreateFirstAdministratorValidator()
    {
        RuleFor(c => c.Token).NotEmpty();
        RuleFor(c => c.Name).NotEmpty().MaximumLength(200);
        RuleFor(c => c.UserName).NotEmpty().MaximumLength(256).Matches("^[A-Za-z0-9._@-]*$").WithErrorCode("user-name-signs");
        RuleFor(c => c.Password).MustBeAPassword();
    }
}

// No ICommand: nobody is logged in, so there is no actor to audit it under but the account that it makes.
internal sealed class CreateFirstAdministratorHandler(
    RegulatiefDbContext db, WriteGate gate, FirstAdministrator first, ILookupNormalizer normalizer, IPasswordHasher<Account> hasher, LogInWays ways, TimeProvider time)
    : IRequestHandler<CreateFirstAdministratorCommand, Guid>
{
    public async Task<Guid> Handle(CreateFirstAdministratorCommand command, CancellationToken cancellationToken)
    {
        if (!ways.Local) throw new CaseRuleException(LogInWays.Refusal);
        if (!first.Accepts(command.Token!)) throw new CaseRuleException("first-administrator-refused");

        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = command.UserName,
            NormalizedUserName = normalizer.NormalizeName(command.UserName),
            DisplayName = command.Name!,
            Roles = [new HeldRole { Role = AccountRole.Administrator }],
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString(),
        };
        account.PasswordHash = hasher.HashPassword(account, command.Password!);
        using var passage = await gate.EnterAsync(cancellationToken);
        if (await db.Accounts.AnyAsync(a => a.Roles.Any(r => r.Role == AccountRole.Administrator), cancellationToken)) throw new CaseRuleException("first-administrator-refused");

        db.Accounts.Add(account);
        db.AuditEntries.Add(new AuditEntry
        {
            At = time.GetUtcNow(), ActorId = account.Id, ActorRole = AccountRole.Administrator, Kind = AuditKind.Change, Action = nameof(CreateFirstAdministratorCommand),
            SubjectType = nameof(Account), SubjectId = account.Id,
        });
        await db.SaveChangesAsync(cancellationToken);
        first.Spend();
        return account.Id;
    }
}
