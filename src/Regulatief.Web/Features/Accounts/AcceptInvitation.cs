using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Features.Accounts;

/// <summary>Whose password an invitation lets one choose.</summary>
/// <exception cref="NotFoundException">It was used, has ended, was followed by a newer one, or never was.</exception>
public sealed record InvitationQuery(string Code) : IRequest<InvitedAccount>;

/// <param name="MayChoosePassword">False for who logs in at the organisation.</param>
public sealed record InvitedAccount(Guid AccountId, string UserName, string Name, bool MayChoosePassword);

/// <summary>Chooses the password of the account that one was invited to. Works once; all sessions of the account end.</summary>
/// <exception cref="NotFoundException">As above.</exception>
/// <exception cref="CaseRuleException"><c>accounts-not-local</c>: they log in at the organisation.</exception>
public sealed record AcceptInvitationCommand(string Code, string? Password) : IRequest<Guid>;

internal sealed class AcceptInvitationValidator : AbstractValidator<AcceptInvitationCommand>
{
    public AcceptInvitationValidator(NewPassword chosen)
    {
        ClassLevelCascadeMode = CascadeMode.Stop;
        RuleFor(c => c.Password).MustBeAPassword();
        RuleFor(c => c).Custom((command, _) => chosen.Choose(command.Password!));
    }
}

internal sealed class InvitationQueryHandler(RegulatiefDbContext db, LogInWays ways, TimeProvider time) : IRequestHandler<InvitationQuery, InvitedAccount>
{
    public async Task<InvitedAccount> Handle(InvitationQuery query, CancellationToken cancellationToken)
    {
        var (_, account) = await db.InvitedByAsync(query.Code, time.GetUtcNow(), cancellationToken);
        return new InvitedAccount(account.Id, account.UserName!, account.DisplayName, ways.Local && !await db.IsFederatedAsync(account.Id, cancellationToken));
    }
}

// No ICommand: nobody is logged in, so there is no actor to audit it under but the account itself.
internal sealed class AcceptInvitationHandler(RegulatiefDbContext db, WriteGate gate, NewPassword chosen, LogInWays ways, TimeProvider time) : IRequestHandler<AcceptInvitationCommand, Guid>
{
    public Task<Guid> Handle(AcceptInvitationCommand command, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(token => AcceptAsync(command, token), cancellationToken);

    private async Task<Guid> AcceptAsync(AcceptInvitationCommand command, CancellationToken cancellationToken)
    {
        using var passage = await gate.EnterAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.ChangeTracker.Clear();
        var now = time.GetUtcNow();
        var (invitation, account) = await db.InvitedByAsync(command.Code, now, cancellationToken);
        if (!ways.Local || await db.IsFederatedAsync(account.Id, cancellationToken)) throw new CaseRuleException(LogInWays.Refusal);

        // Of two who hold the code at once the second finds it used.
        if (await db.Invitations.Where(i => i.Id == invitation.Id && i.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(i => i.UsedAt, now), cancellationToken) == 0)
            throw new NotFoundException(nameof(Invitation), invitation.Id);
        chosen.GiveTo(account);
        await db.Sessions.EndAsync(account.Id, null, now, cancellationToken);
        db.AuditEntries.Add(new AuditEntry
        {
            At = now, ActorId = account.Id, ActorRole = account.FirstRole, Kind = AuditKind.Change, Action = nameof(AcceptInvitationCommand),
            SubjectType = nameof(Account), SubjectId = account.Id,
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return account.Id;
    }
}

internal static class InvitationQueries
{
    /// <exception cref="NotFoundException">It was used, has ended, was followed by a newer one, or never was.</exception>
    public static async Task<(Invitation Invitation, Account Account)> InvitedByAsync(
        this RegulatiefDbContext db, string code, DateTimeOffset now, CancellationToken cancellationToken)
    {
        return await db.FindInvitedAsync(code, now, cancellationToken) ?? throw new NotFoundException(nameof(Invitation), "that was sent");
    }

    /// <returns>Null when it was used, has ended, was followed by a newer one, or never was.</returns>
    public static async Task<(Invitation Invitation, Account Account)?> FindInvitedAsync(
        this RegulatiefDbContext db, string code, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hash = Invitation.HashOf(code);
        var invitation = await db.Invitations.SingleOrDefaultAsync(
            i => i.CodeHash == hash && i.UsedAt == null && i.EndsAt > now && !db.Invitations.Any(newer => newer.AccountId == i.AccountId && newer.MadeAt > i.MadeAt), cancellationToken);
        var account = invitation is null ? null : await db.Accounts.SingleOrDefaultAsync(a => a.Id == invitation.AccountId && a.IsActive, cancellationToken);
        return account is null ? null : (invitation!, account);
    }

    /// <summary>Whether somebody logs in at the organisation, and nowhere else.</summary>
    public static Task<bool> IsFederatedAsync(this RegulatiefDbContext db, Guid accountId, CancellationToken cancellationToken) =>
        db.Set<IdentityUserLogin<Guid>>().AnyAsync(l => l.UserId == accountId, cancellationToken);
}
