using System.Text.RegularExpressions;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>A coordinator invites somebody to be a volunteer of one of the own projects, and of no other role; they choose their password by a link that works once. Their address is what they log in with.</summary>
/// <exception cref="ValidationException">Something is missing, the address logs in somebody already, or the project is not their own.</exception>
/// <exception cref="CaseRuleException"><c>role-may-not</c>.</exception>
public sealed partial record InviteVolunteerCommand : ICommand<InvitationMade>, IStepsUp
{
    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Email { get; init; }

    public Guid? ProjectId { get; init; }

    public string? Place { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<Volunteer>();

    /// <summary>The address, without the signs that a user name does not have.</summary>
    internal string UserName => OtherSigns().Replace(Email!, ".");

    [GeneratedRegex("[^A-Za-z0-9._@-]")]
    private static partial Regex OtherSigns();
}

internal sealed class InviteVolunteerValidator : AbstractValidator<InviteVolunteerCommand>
{
    public InviteVolunteerValidator()
    {
        RuleFor(c => c.FirstName).NotEmpty().MaximumLength(100);
        RuleFor(c => c.LastName).NotEmpty().MaximumLength(100);
        RuleFor(c => c.Email).NotEmpty();
        RuleFor(c => c.Email).MustBeAnEmail();
        RuleFor(c => c.ProjectId).NotNull();
        RuleFor(c => c.Place).NotEmpty().MaximumLength(100);
    }
}

internal sealed class InviteVolunteerHandler(RegulatiefDbContext db, Actor actor, ILookupNormalizer normalizer, AuditTrail trail, AccountNews news, Invitations invitations)
    : IRequestHandler<InviteVolunteerCommand, InvitationMade>
{
    public async Task<InvitationMade> Handle(InviteVolunteerCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator);
        var project = ProjectId.From(command.ProjectId!.Value);
        if (!await db.Projects.CoordinatedBy(actor).AnyAsync(p => p.Id == project, cancellationToken)) throw Refusal(nameof(command.ProjectId), "no-such-choice");
        var normalized = normalizer.NormalizeName(command.UserName);
        if (await db.Accounts.AnyAsync(a => a.NormalizedUserName == normalized, cancellationToken)) throw Refusal(nameof(command.Email), "user-name-taken");

        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = command.UserName,
            NormalizedUserName = normalized,
            DisplayName = $"{command.FirstName} {command.LastName}",
            Roles = [new HeldRole { Role = AccountRole.Volunteer }],
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString(),
        };
        account.GiveEmail(command.Email, normalizer);
        db.Accounts.Add(account);
        var volunteer = new Volunteer { AccountId = account.Id, ProjectId = project, FirstName = command.FirstName!, LastName = command.LastName!, Place = command.Place! };
        db.Volunteers.Add(volunteer);
        trail.About(AuditSubject.Of<Volunteer>(volunteer.Id.Value));
        await news.TellAsync(NoticeKind.AccountInvited, account.Id, cancellationToken);
        return invitations.Give(account);
    }

    private static ValidationException Refusal(string field, string code) => new([new ValidationFailure(field, "") { ErrorCode = code }]);
}
