using System.Text.Json.Serialization;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Invites somebody, who chooses the password by a link that works once. A volunteer becomes one of a project's volunteers. Not a client: the officer of the case opens that account.</summary>
/// <exception cref="ValidationException">Something is missing, the user name is taken, or the project does not exist.</exception>
public sealed record CreateAccountCommand : ICommand<CreateAccountResult>, IStepsUp
{
    public AccountRole? Role { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? UserName { get; init; }

    /// <summary>To which links for the password go, this first one too; null for none: then whoever invites gives it.</summary>
    public string? Email { get; init; }

    /// <summary>A volunteer's.</summary>
    public Guid? ProjectId { get; init; }

    /// <summary>A volunteer's.</summary>
    public string? Place { get; init; }

    /// <summary>A volunteer's: the last day of the declaration of conduct (VOG); null when there is none yet.</summary>
    public DateOnly? ConductDeclarationUntil { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

/// <param name="IsMailed">Whether the link was sent to the person; then nobody else sees it.</param>
public sealed record CreateAccountResult(Guid AccountId, string UserName, bool IsMailed)
{
    /// <summary>Of the invitation; shown once, and null when it is mailed. Not kept with the result: who repeats the request gets none.</summary>
    [JsonIgnore]
    public string? Code { get; init; }
}

internal sealed class CreateAccountValidator : AbstractValidator<CreateAccountCommand>
{
    public CreateAccountValidator()
    {
        RuleFor(c => c.Role).NotNull().IsInEnum().NotEqual(AccountRole.Client).WithErrorCode("client-by-officer");
        RuleFor(c => c.FirstName).NotEmpty().MaximumLength(100);
        RuleFor(c => c.LastName).NotEmpty().MaximumLength(100);
        RuleFor(c => c.UserName).NotEmpty().MaximumLength(256).Matches("^[A-Za-z0-9._@-]*$").WithErrorCode("user-name-signs");
        RuleFor(c => c.Email).MustBeAnEmail();
        When(c => c.Role == AccountRole.Volunteer, () =>
        {
            RuleFor(c => c.ProjectId).NotNull();
            RuleFor(c => c.Place).NotEmpty().MaximumLength(100);
        });
    }
}

internal sealed class CreateAccountHandler(RegulatiefDbContext db, Actor actor, ILookupNormalizer normalizer, AuditTrail trail, AccountNews news, Invitations invitations)
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
            Roles = [new HeldRole { Role = command.Role!.Value }],
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString(),
        };
        account.GiveEmail(command.Email, normalizer);
        db.Accounts.Add(account);
        var made = invitations.Give(account);
        trail.About(AuditSubject.Of<Account>(account.Id));
        if (account.Has(AccountRole.Volunteer)) await AddVolunteerAsync(account, command, cancellationToken);
        await news.TellAsync(NoticeKind.AccountInvited, account.Id, cancellationToken);
        return new CreateAccountResult(account.Id, account.UserName!, made.IsMailed) { Code = made.Code };
    }

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

    private static ValidationException Refusal(string field, string code) => new([new ValidationFailure(field, "") { ErrorCode = code }]);
}
