using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Notices;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Tests.Features.Mails;

/// <summary>An officer of a case with a telephone, whom notices wait for, and the services outside that bring word of it.</summary>
public abstract class ShortMessageTest(ChannelHost host) : IClassFixture<ChannelHost>, IAsyncLifetime
{
    protected const string Phone = "06 12345678";

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected ChannelHost Host => host;

    protected OutsidePosts Outside => host.Outside;

    protected CaseUnderTest Case { get; private set; } = null!;

    protected Account Officer => Case.Officer;

    protected List<string> Secrets { get; private set; } = [];

    public virtual async ValueTask InitializeAsync()
    {
        await host.ResetAsync(Cancel);
        Outside.Clear();
        Case = await A.Case().Paired().InAsync(host);
        await host.ReadAsync(db => db.Accounts.Where(a => a.Id == Officer.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.PhoneNumber, Phone), Cancel));
        await host.ReadAsync(db => db.Notices.ExecuteDeleteAsync(Cancel));
        var client = await host.ReadAsync(db => db.Clients.SingleAsync(Cancel));
        var volunteer = Case.Volunteer.Volunteer;
        Secrets = [client.FirstName, client.LastName, volunteer.FirstName, volunteer.LastName, Officer.DisplayName, $"{Case.Number}", $"{Case.Id}"];
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected Task<Guid> ChooseAsync(NoticeMailPace pace, params NoticeTopic[] about) => host.As(Officer).SendAsync(new SaveNoticeMailingCommand
    {
        SmsPace = pace, SmsAbout = [.. about], PushPace = NoticeMailPace.Never, DailyAt = new TimeOnly(8, 0),
    });

    protected Task TellAsync(NoticeKind kind) => host.WriteAsync(db => db.Add(new Notice
    {
        AccountId = Officer.Id, Role = AccountRole.ProbationOfficer, Kind = kind, CaseId = Case.Id, At = host.Clock.GetUtcNow(),
    }));

    /// <returns>How many were taken by who brings them.</returns>
    protected async Task<int> PassAsync(TimeSpan time)
    {
        host.Clock.Advance(time);
        await host.Services.GetRequiredService<NoticeTelling>().PromiseAsync(Cancel);
        return await host.Services.GetRequiredService<ShortMessageDelivery>().DeliverAsync(Cancel);
    }

    protected Task<ShortMessage> MessageAsync() => host.ReadAsync(db => db.ShortMessages.AsNoTracking().SingleAsync(Cancel));
}
