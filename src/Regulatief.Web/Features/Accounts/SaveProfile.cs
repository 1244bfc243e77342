using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Changes the own profile: how colleagues call and reach one, in which language one is addressed, and which notices one can do without.</summary>
/// <remarks>
/// The name of a volunteer and of a client stands with their person, and is changed there. A client has no telephone here: what is known of theirs stands in their case.
/// The address of mail is changed by <see cref="ChangeEmailCommand"/>, which asks who is there.
/// </remarks>
public sealed record SaveProfileCommand : ICommand<Guid>
{
    /// <summary>Null where it is not changed here.</summary>
    public string? Name { get; init; }

    /// <summary>As <c>nl</c> or <c>en</c>.</summary>
    public string? Language { get; init; }

    /// <summary>Of the office; null for none.</summary>
    public string? Phone { get; init; }

    /// <summary>How they would like to be reached; null for no wish.</summary>
    public ContactWay? Prefers { get; init; }

    public List<NoticeKind> Wanted { get; init; } = [];

    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

internal sealed class SaveProfileValidator : AbstractValidator<SaveProfileCommand>
{
    public SaveProfileValidator(Actor actor)
    {
        RuleFor(c => c.Name).NotEmpty().MaximumLength(200).When(_ => !RoleRules.Alone.Contains(actor.Role!.Value));
        RuleFor(c => c.Name).Null().When(_ => RoleRules.Alone.Contains(actor.Role!.Value)).WithErrorCode("no-such-choice");
        RuleFor(c => c.Language).NotEmpty().Must(language => Languages.All.Any(known => known.Name == language)).WithErrorCode("no-such-choice");
        RuleFor(c => c.Phone).MustBeATelephone();
        RuleFor(c => c.Phone).Empty().When(_ => actor.Role == AccountRole.Client).WithErrorCode("profile-not-of-client");
        RuleFor(c => c.Prefers).MustHaveItsNumber(c => c.Phone);
        RuleFor(c => c.Prefers).Null().When(_ => actor.Role == AccountRole.Client).WithErrorCode("profile-not-of-client");
        RuleForEach(c => c.Wanted).Must(UnwantedNotice.Kinds.Contains).WithErrorCode("no-such-choice");
    }
}

internal sealed class SaveProfileHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail) : IRequestHandler<SaveProfileCommand, Guid>
{
    public async Task<Guid> Handle(SaveProfileCommand command, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, cancellationToken);
        var phone = string.IsNullOrEmpty(command.Phone) ? null : command.Phone;
        if (command.Prefers == ContactWay.Email && string.IsNullOrEmpty(account.Email))
            throw new ValidationException([new ValidationFailure(nameof(command.Prefers), "") { ErrorCode = ContactRules.EmailMissing }]);
        // A client has no list of notices, and so none to leave out.
        var unwanted = actor.Role == AccountRole.Client ? [] : UnwantedNotice.Kinds.Except(command.Wanted).ToList();
        var before = await db.UnwantedNotices.Where(u => u.AccountId == account.Id).ToListAsync(cancellationToken);
        (string Field, bool IsChanged)[] fields =
        [
            (nameof(command.Name), command.Name is { } name && name != account.DisplayName), (nameof(command.Language), command.Language != account.Language),
            (nameof(command.Phone), phone != account.PhoneNumber), (nameof(command.Prefers), command.Prefers != account.PreferredContact),
            ("Notices", !unwanted.ToHashSet().SetEquals(before.Select(u => u.Kind))),
        ];

        account.DisplayName = command.Name ?? account.DisplayName;
        (account.Language, account.PhoneNumber, account.PreferredContact) = (command.Language, phone, command.Prefers);
        db.UnwantedNotices.RemoveRange(before.Where(u => !unwanted.Contains(u.Kind)));
        db.UnwantedNotices.AddRange(unwanted.Except(before.Select(u => u.Kind)).Select(kind => new UnwantedNotice { AccountId = account.Id, Kind = kind }));
        // Which fields, and not what stands in them: the log outlives the person.
        trail.About(AuditSubject.Of<Account>(account.Id), string.Join(' ', fields.Where(f => f.IsChanged).Select(f => f.Field)));
        return account.Id;
    }
}
