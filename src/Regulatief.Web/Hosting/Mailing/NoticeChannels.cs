using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting.Options;

namespace Regulatief.Web.Hosting.Mailing;

/// <summary>The ways in which people are told outside of the product: which are set up, whom they reach, and what is promised by them.</summary>
public sealed class NoticeChannels(IOptions<MailOptions> mail, IOptions<SmsOptions> sms, IOptions<PushOptions> push, Postbox postbox, TimeProvider time)
{
    /// <summary>What tells of yesterday's news is followed by what tells of today's.</summary>
    private static readonly TimeSpan OfUse = TimeSpan.FromDays(1);

    public IReadOnlyList<NoticeChannel> On { get; } = [.. Enum.GetValues<NoticeChannel>().Where(channel => channel switch
    {
        NoticeChannel.Mail => mail.Value.IsOn,
        NoticeChannel.Sms => sms.Value.IsOn,
        _ => push.Value.IsOn,
    })];

    /// <summary>Whether this person can be told this way.</summary>
    public async Task<bool> ReachAsync(RegulatiefDbContext db, Account account, NoticeChannel channel, CancellationToken cancellationToken) => On.Contains(channel) && channel switch
    {
        NoticeChannel.Mail => account.Email is not null,
        NoticeChannel.Sms => account.PhoneNumber is not null,
        _ => await db.PushDevices.AnyAsync(d => d.AccountId == account.Id, cancellationToken),
    };

    /// <param name="kind">Of a text or of a device <see cref="MailKind.Notices"/> or <see cref="MailKind.UrgentNotices"/>.</param>
    public async Task PromiseAsync(RegulatiefDbContext db, Account account, NoticeChannel channel, MailKind kind, bool isTest, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (channel == NoticeChannel.Mail)
        {
            postbox.Promise(db, account, kind, null, now + OfUse, isTest);
            return;
        }

        Guid?[] devices = channel == NoticeChannel.Sms ? [null] : [.. await db.PushDevices.Where(d => d.AccountId == account.Id).Select(d => (Guid?)d.Id).ToListAsync(cancellationToken)];
        db.ShortMessages.AddRange(devices.Select(device => new ShortMessage
        {
            AccountId = account.Id, Channel = channel, DeviceId = device, IsUrgent = kind == MailKind.UrgentNotices, IsTest = isTest, PromisedAt = now, DueAt = now, UntilAt = now + OfUse,
        }));
    }
}
