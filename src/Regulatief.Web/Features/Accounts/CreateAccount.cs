using System.Text.Json.Serialization;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Invites somebody, who chooses the password by a link that works once. A volunteer becomes one of a project's volunteers; a client's account is tied to their trajectory.</summary>
/// <exception cref="ValidationException">Something is missing, the user name is taken, or the project or case does not exist.</exception>
public sealed record CreateAccountCommand : ICommand<CreateAccountResult>
{
    public AccountRole? Role { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? UserName { get; init; }

    /// <summary>A volunteer's.</summary>
    public Guid? ProjectId { get; init; }

    /// <summary>A volunteer's.</summary>
    public string? Place { get; init; }

    /// <summary>A volunteer's: the last day of the declaration of conduct (VOG); null when there is none yet.</summary>
    public DateOnly? ConductDeclarationUntil { get; init; }

    /// <summary>A client's.</summary>
    public int? CaseNumber { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

public sealed record CreateAccountResult(Guid AccountId, string UserName)
{
    /// <summary>Of the invitation; shown once. Not kept with the result: who repeats the request gets none.</summary>
    [JsonIgnore]
    public string? Code { get; init; }
}

internal sealed class CreateAccountValidator : AbstractValidator<CreateAccountCommand>
{
    public CreateAccountValidator()
    {
        RuleFor(c => c.Role).NotNull().IsInEnum();
        RuleFor(c => c.FirstName).NotEmpty().MaximumLength(100);
        RuleFor(c => c.LastName).NotEmpty().MaximumLength(100);
        RuleFor(c => c.UserName).NotEmpty().MaximumLength(256).Matches("^[A-Za-z0-9._@-]*$").WithErrorCode("user-name-signs");
        When(c => c.Role == AccountRole.Volunteer, () =>
        {
            RuleFor(c => c.ProjectId).NotNull();
            RuleFor(c => c.Place).NotEmpty().MaximumLength(100);
        });
        When(c => c.Role == AccountRole.Client, () => RuleFor(c => c.CaseNumber).NotNull());
    }
}

internal sealed class CreateAccountHandler(RegulatiefDbContext db, Actor actor, ILookupNormalizer normalizer, AuditTrail trail, TimeProvider time)
    : IRequestHandler<CreateAccountCommand, CreateAccountResult>
{
    public async Task<CreateAccountResult> Handle(CreateAccountCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Administrator);
        var normalized = normalizer.NormalizeName(command.UserName);
        if (await db.Accounts.AnyAsync(a => a.NormalizedUserName == normalized, cancellationToken)) throw Refusal(nameof(command.UserName), "user-name-taken");

        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = command.UserName,
            NormalizedUserName = normalized,
            DisplayName = $"{command.FirstName} {command.LastName}",
            Role = command.Role!.Value,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString(),
        };
        var (invitation, code) = Invitation.For(account.Id, time.GetUtcNow());
        db.Accounts.Add(account);
        db.Invitations.Add(invitation);
        trail.About(AuditSubject.Of<Account>(account.Id));
        await TieAsync(account, command, cancellationToken);
        return new CreateAccountResult(account.Id, account.UserName!) { Code = code };
    }

    private Task TieAsync(Account account, CreateAccountCommand command, CancellationToken cancellationToken) => account.Role switch
    {
        AccountRole.Volunteer => AddVolunteerAsync(account, command, cancellationToken),
        AccountRole.Client => TieClientAsync(account, command, cancellationToken),
        _ => Task.CompletedTask,
    };

    private async Task AddVolunteerAsync(Account account, CreateAccountCommand command, CancellationToken cancellationToken)
    {
        var projectId = ProjectId.From(command.ProjectId!.Value);
        if (!await db.Projects.AnyAsync(p => p.Id == projectId, cancellationToken)) throw Refusal(nameof(command.ProjectId), "no-such-choice");
        db.Volunteers.Add(new Volunteer
        {
            AccountId = account.Id,
            ProjectId = projectId,
            FirstName = command.FirstName!,
            LastName = command.LastName!,
            Place = command.Place!,
            ConductDeclarationUntil = command.ConductDeclarationUntil,
        });
    }

    private async Task TieClientAsync(Account account, CreateAccountCommand command, CancellationToken cancellationToken)
    {
        // The administrator sees no case: the officer gave them the number, and nothing of it is shown back.
        var found = await db.Cases.Where(c => c.Number == command.CaseNumber && c.ClosedAt == null).Select(c => new { c.Id, c.Client }).SingleOrDefaultAsync(cancellationToken);
        if (found is not { Client.AccountId: null }) throw Refusal(nameof(command.CaseNumber), "case-number-not-free");
        found.Client.AccountId = account.Id;
        trail.About(AuditSubject.Of(CaseKey.Of(found.Id)));
    }

    private static ValidationException Refusal(string field, string code) => new([new ValidationFailure(field, "") { ErrorCode = code }]);
}
