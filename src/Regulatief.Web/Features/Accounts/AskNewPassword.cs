using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.Mailing;

namespace Regulatief.Web.Features.Accounts;

/// <summary>
/// Sends who forgot the password a link by mail, with which they choose another; the second factor stays asked. The answer is the same, and as late, for a name that nobody has,
/// an account without an address and one that was sent enough: a row is written all the same, and no mail is sent before it is answered.
/// </summary>
public sealed record AskNewPasswordCommand(string? UserName, LogInOrigin Origin) : IRequest<Unit>
{
    /// <summary>The link works so long.</summary>
    public static readonly TimeSpan ValidFor = TimeSpan.FromHours(1);

    /// <summary>Of one name in <see cref="ValidFor"/>: nobody fills somebody's mailbox.</summary>
    public const int MostMails = 3;
}

internal sealed class AskNewPasswordValidator : AbstractValidator<AskNewPasswordCommand>
{
    public AskNewPasswordValidator() => RuleFor(c => c.UserName).NotEmpty().MaximumLength(256);
}

// No ICommand: nobody is logged in, so there is no actor to audit it under.
internal sealed class AskNewPasswordHandler(RegulatiefDbContext db, WriteGate gate, ILookupNormalizer normalizer, Postbox postbox, LogInWays ways, TimeProvider time)
    : IRequestHandler<AskNewPasswordCommand, Unit>
{
    public async Task<Unit> Handle(AskNewPasswordCommand command, CancellationToken cancellationToken)
    {
        await db.Database.CreateExecutionStrategy().ExecuteAsync(token => AskAsync(command, token), cancellationToken);
        return Unit.Value;
    }

    private async Task AskAsync(AskNewPasswordCommand command, CancellationToken cancellationToken)
    {
        using var passage = await gate.EnterAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.ChangeTracker.Clear();
        var now = time.GetUtcNow();
        var name = normalizer.NormalizeName(command.UserName);
        // Who was invited and chose no password yet has a link already, which this one would end.
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == name && a.IsActive && a.PasswordHash != null, cancellationToken);
        var id = account?.Id ?? Guid.Empty;
        var since = now - AskNewPasswordCommand.ValidFor;
        var sent = await db.Mails.CountAsync(m => m.AccountId == id && m.Kind == MailKind.ForgottenPassword && m.PromisedAt > since, cancellationToken);
        var isSent = ways.Local && account is not null && sent < AskNewPasswordCommand.MostMails && postbox.Reaches(account);
        if (isSent)
        {
            var (invitation, code) = Invitation.For(id, now, AskNewPasswordCommand.ValidFor);
            db.Invitations.Add(invitation);
            postbox.Promise(db, account!, MailKind.ForgottenPassword, $"/uitnodiging/{code}", invitation.EndsAt);
        }

        db.AuditEntries.Add(new AuditEntry
        {
            At = now, ActorId = id, ActorRole = account?.FirstRole, Address = command.Origin.Address, Kind = AuditKind.SignIn, Action = nameof(AskNewPasswordCommand),
            SubjectType = nameof(Account), SubjectId = account?.Id, Detail = isSent ? "MailPromised" : "NoMail",
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
