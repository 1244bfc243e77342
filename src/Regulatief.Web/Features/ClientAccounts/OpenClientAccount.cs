using System.Text.Json.Serialization;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientAccounts;

/// <summary>
/// Lets the client of a case log in, or again after it was closed: the officer sits with them and gives them a code, with which they choose a password. Nobody else can, since with
/// the account one sees the client's own view and signs in their name; so it is told to whoever leads their cases, and to the privacy officers.
/// </summary>
/// <param name="UserName">As the client wants to be called; not asked when there was an account.</param>
/// <exception cref="ValidationException">There is none, or it is taken.</exception>
/// <exception cref="CaseRuleException"><c>case-closed</c>; <c>client-account-open</c>.</exception>
public sealed record OpenClientAccountCommand(CaseId CaseId, string? UserName) : ICommand<ClientCodeMade>, IConcernsCase, IStepsUp
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record ClientCodeMade(Guid AccountId, string UserName)
{
    /// <summary>Shown once. Not kept with the result: who repeats the request gets none.</summary>
    [JsonIgnore]
    public string? Code { get; init; }
}

internal sealed class OpenClientAccountValidator : AbstractValidator<OpenClientAccountCommand>
{
    public OpenClientAccountValidator(NewClientCode code)
    {
        RuleFor(c => c.UserName).MaximumLength(256).Matches("^[A-Za-z0-9._@-]*$").WithErrorCode("user-name-signs");
        RuleFor(c => c).Custom((_, _) => code.Make());
    }
}

internal sealed class OpenClientAccountHandler(
    RegulatiefDbContext db, Actor actor, ILookupNormalizer normalizer, NewClientCode code)
    : IRequestHandler<OpenClientAccountCommand, ClientCodeMade>
{
    public async Task<ClientCodeMade> Handle(OpenClientAccountCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer);
        @case.RefuseIfClosed();
        var account = @case.Client.AccountId is { } id ? await ReopenedAsync(id, cancellationToken) : await MadeAsync(@case, command.UserName, cancellationToken);

        return await code.GiveAsync(account, @case, cancellationToken);
    }

    private async Task<Account> ReopenedAsync(Guid id, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == id, cancellationToken);
        if (account.IsActive) throw new CaseRuleException("client-account-open");
        // The password of then opens nothing now.
        (account.IsActive, account.PasswordHash, account.SecurityStamp) = (true, null, Guid.NewGuid().ToString());
        return account;
    }

    private async Task<Account> MadeAsync(Case @case, string? userName, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(userName)) throw Refusal("NotEmptyValidator");
        var normalized = normalizer.NormalizeName(userName);
        if (await db.Accounts.AnyAsync(a => a.NormalizedUserName == normalized, cancellationToken)) throw Refusal("user-name-taken");
        var account = new Account
        {
            Id = Guid.CreateVersion7(), UserName = userName, NormalizedUserName = normalized, DisplayName = @case.Client.FullName, Roles = [new HeldRole { Role = AccountRole.Client }], LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString(),
        };
        db.Accounts.Add(account);
        @case.Client.AccountId = account.Id;
        return account;
    }

    private static ValidationException Refusal(string code) => new([new ValidationFailure(nameof(OpenClientAccountCommand.UserName), "") { ErrorCode = code }]);
}

/// <summary>The code that this request gives, hashed before its transaction: hashing is slow by intention, and behind the gate all who write would wait for it.</summary>
internal sealed class NewClientCode(RegulatiefDbContext db, Actor actor, IPasswordHasher<Account> hasher, ClientAccountNews news, AuditTrail trail, TimeProvider time)
{
    private string _written = "";
    private string? _hash;

    public void Make()
    {
        _written = ClientCode.Make();
        _hash = hasher.HashPassword(null!, ClientCode.Bare(_written));
    }

    /// <summary>For the account of the client of a case; the one before it ends.</summary>
    public async Task<ClientCodeMade> GiveAsync(Account account, Case @case, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        db.ClientCodes.Add(new ClientCode
        {
            AccountId = account.Id,
            CodeHash = _hash ?? throw new InvalidOperationException($"No code for account {account.Id} was hashed before the transaction."),
            GivenById = actor.AccountId,
            MadeAt = now,
            EndsAt = now + ClientCode.ValidFor,
        });
        trail.About(AuditSubject.Of(CaseKey.Of(@case.Id)));
        trail.About(AuditSubject.Of<Account>(account.Id));
        await news.TellAsync(NoticeKind.ClientCodeGiven, @case, cancellationToken);
        return new ClientCodeMade(account.Id, account.UserName!) { Code = _written };
    }
}

/// <summary>Tells of the account of a client whoever leads one of their cases, the one who does it too, and the privacy officers, these without the case.</summary>
internal sealed class ClientAccountNews(RegulatiefDbContext db, TimeProvider time)
{
    public async Task TellAsync(NoticeKind kind, Case @case, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var led = await db.Cases.Where(c => c.ClientId == @case.ClientId && (c.Id == @case.Id || c.ClosedAt == null)).Select(c => new { c.Id, c.ProfessionalId }).ToListAsync(cancellationToken);
        db.Notices.AddRange(led.Select(c => new Notice { AccountId = c.ProfessionalId, Role = AccountRole.ProbationOfficer, Kind = kind, CaseId = c.Id, At = now }));
        var privacyOfficers = await db.Accounts.Active(AccountRole.PrivacyOfficer).Select(a => a.Id).ToListAsync(cancellationToken);
        db.Notices.AddRange(privacyOfficers.Select(id => new Notice { AccountId = id, Role = AccountRole.PrivacyOfficer, Kind = kind, SubjectId = @case.Client.AccountId, At = now }));
    }
}
