using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Mailing;
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
/// <param name="Mailing">Null where nobody is told outside of the product.</param>
/// <param name="Channels">The ways that are set up.</param>
/// <param name="PushKey">By which a push service knows this site; null where there is no push.</param>
public sealed record MyAccount(
    string UserName, string Name, IReadOnlyList<AccountRole> Roles, AccountRole ActsAs, string? Email, bool HasPassword, bool HasFactor, int Tokens, IReadOnlyList<AccountNotice> News,
    IReadOnlyList<SessionItem> Sessions, SaveProfileCommand Profile, SaveNoticeMailingCommand? Mailing, IReadOnlyList<NoticeChannel> Channels, string? PushKey,
    IReadOnlyList<DeviceItem> Devices);

/// <param name="OfAccount">Null when it is the own.</param>
public sealed record AccountNotice(Guid Id, NoticeKind Kind, Guid? OfAccount, DateTimeOffset At);

/// <param name="LastUsedAt">Null when nothing was sent to it yet.</param>
public sealed record DeviceItem(Guid Id, string Device, DateTimeOffset Since, DateTimeOffset? LastUsedAt);

/// <param name="IsThis">Whether it is the one that asks.</param>
public sealed record SessionItem(Guid Id, SessionKind Kind, string Device, string? Address, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, bool IsThis);

internal sealed class MyAccountHandler(RegulatiefDbContext db, CurrentActor current, NoticeChannels channels, VapidKeys keys, TimeProvider time) : IRequestHandler<MyAccountQuery, MyAccount>
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
            channels.On.Count > 0 ? SaveNoticeMailingCommand.Of(await db.NoticeMailings.FindAsync([id], cancellationToken) ?? new NoticeMailing { AccountId = id }) : null,
            channels.On, channels.On.Contains(NoticeChannel.Push) ? keys.Public : null,
            await db.PushDevices.Where(d => d.AccountId == id).OrderBy(d => d.Since).Select(d => new DeviceItem(d.Id, d.Device, d.Since, d.LastUsedAt)).ToListAsync(cancellationToken));
    }

    private Task<List<AccountNotice>> NewsAsync(Guid id, CancellationToken cancellationToken) => db.Notices
        .Where(n => n.AccountId == id && (n.Role == null || n.Role == current.Value.Role) && n.ReadAt == null && AccountKinds.Contains(n.Kind)).OrderByDescending(n => n.At).Take(MostNews)
        .Select(n => new AccountNotice(n.Id, n.Kind, n.SubjectId == id ? null : n.SubjectId, n.At)).ToListAsync(cancellationToken);
}
