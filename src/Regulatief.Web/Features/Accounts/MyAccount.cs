using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Options;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Features.Accounts;

/// <summary>The own account, and where it is logged in now.</summary>
public sealed record MyAccountQuery : IPlainQuery<MyAccount>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>();
}

/// <param name="Tokens">Personal tokens that open something.</param>
/// <param name="News">What administrators did to the account; for one of them to any.</param>
/// <param name="HasPassword">Not who logs in at the organisation.</param>
/// <param name="Mailing">Null where no mail goes.</param>
public sealed record MyAccount(
    string UserName, string Name, IReadOnlyList<AccountRole> Roles, AccountRole ActsAs, string? Email, bool HasPassword, bool HasFactor, int Tokens, IReadOnlyList<AccountNotice> News,
    IReadOnlyList<SessionItem> Sessions, SaveProfileCommand Profile, SaveNoticeMailingCommand? Mailing);

/// <param name="OfAccount">Null when it is the own.</param>
public sealed record AccountNotice(Guid Id, NoticeKind Kind, Guid? OfAccount, DateTimeOffset At);

/// <param name="IsThis">Whether it is the one that asks.</param>
public sealed record SessionItem(Guid Id, SessionKind Kind, string Device, string? Address, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, bool IsThis);

internal sealed class MyAccountHandler(RegulatiefDbContext db, CurrentActor current, IOptions<MailOptions> mail, TimeProvider time) : IRequestHandler<MyAccountQuery, MyAccount>
{
    private const int MostNews = 20;

    private static readonly NoticeKind[] AccountKinds = [NoticeKind.FactorTakenAway, NoticeKind.RoleChanged, NoticeKind.AccountReopened, NoticeKind.AccountInvited];

    public async Task<MyAccount> Handle(MyAccountQuery query, CancellationToken cancellationToken)
    {
        var (id, session) = (current.Value.AccountId, current.SessionId);
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == id, cancellationToken);
        var sessions = await db.Sessions.Lasting(time.GetUtcNow()).Where(s => s.AccountId == id).OrderByDescending(s => s.StartedAt)
            .Select(s => new SessionItem(s.Id, s.Kind, s.Device, s.Address, s.StartedAt, s.LastSeenAt, s.Id == session)).ToListAsync(cancellationToken);
        return new MyAccount(
            account.UserName!, account.DisplayName, [.. account.Roles.Select(r => r.Role).Order()], current.Value.Role!.Value, account.Email, account.PasswordHash is not null, account.TwoFactorEnabled,
            await db.ApiTokens.Opening(time.Today()).CountAsync(t => t.AccountId == id, cancellationToken), await NewsAsync(id, cancellationToken), sessions,
            new SaveProfileCommand
            {
                Name = account.DisplayName, Language = account.Language ?? Languages.Current.Name, Phone = account.PhoneNumber, Prefers = account.PreferredContact,
                Wanted = [.. UnwantedNotice.Kinds.Except(await db.UnwantedNotices.Where(u => u.AccountId == id).Select(u => u.Kind).ToListAsync(cancellationToken))],
            },
            mail.Value.IsOn ? SaveNoticeMailingCommand.Of(await db.NoticeMailings.FindAsync([id], cancellationToken) ?? new NoticeMailing { AccountId = id }) : null);
    }

    private Task<List<AccountNotice>> NewsAsync(Guid id, CancellationToken cancellationToken) => db.Notices
        .Where(n => n.AccountId == id && (n.Role == null || n.Role == current.Value.Role) && n.ReadAt == null && AccountKinds.Contains(n.Kind)).OrderByDescending(n => n.At).Take(MostNews)
        .Select(n => new AccountNotice(n.Id, n.Kind, n.SubjectId == id ? null : n.SubjectId, n.At)).ToListAsync(cancellationToken);
}
