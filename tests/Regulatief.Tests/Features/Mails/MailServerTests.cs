using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Tests.Robustness;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Accounts;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Tests.Features.Mails;

/// <summary>A server of mail that is away, slow, or silent for too long; a program that dies when a mail is under way; and two that send at once.</summary>
public sealed class MailServerTests(MailHost host) : IClassFixture<MailHost>, IAsyncLifetime
{
    private static readonly LogInOrigin Origin = new(SessionKind.Pages, "", null, null);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync(Cancel);
        host.Mailbox.Clear();
        (host.Mailbox.Refuses, host.Mailbox.BeforeAnswer) = (false, null);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Mail_ServerIsAway_GoesWhenItIsBack()
    {
        var port = Mailbox.FreePort();
        await using var posted = new PostedHost(new SqliteDatabase(), port);
        await posted.InitializeAsync();
        await PromiseAsync(posted, 1);

        (await DeliverAsync(posted)).ShouldBe(0);
        (await MailsOf(posted)).ShouldHaveSingleItem().Failure.ShouldBe("smtp-SocketException");

        using var back = new Mailbox(port);
        posted.Clock.Advance(TimeSpan.FromMinutes(1));
        (await DeliverAsync(posted)).ShouldBe(1);
        back.Taken.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Mail_ServerIsSlow_KeepsNobodyWaiting()
    {
        var (taken, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Mailbox.BeforeAnswer = () =>
        {
            taken.TrySetResult();
            return answer.Task;
        };
        await PromiseAsync(host, 1);

        var delivery = DeliverAsync(host);
        await taken.Task;
        await PromiseAsync(host, 1);
        delivery.IsCompleted.ShouldBeFalse();
        answer.SetResult();

        (await delivery).ShouldBe(2);
        host.Mailbox.Taken.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Mail_ProgramDiesBetweenSendingAndMarking_IsNotSentTwice()
    {
        using var died = new CancellationTokenSource();
        host.Mailbox.BeforeAnswer = () => died.CancelAsync();
        await PromiseAsync(host, 1);
        await Should.ThrowAsync<OperationCanceledException>(host.Services.GetRequiredService<MailDelivery>().DeliverAsync(died.Token));

        host.Clock.Advance(TimeSpan.FromMinutes(30));

        (await DeliverAsync(host)).ShouldBe(0);
        host.Mailbox.Taken.ShouldHaveSingleItem();
        (await host.ReadAsync(db => db.Mails.NotSent(host.Clock.GetUtcNow(), host.Clock.GetUtcNow()).CountAsync(Cancel))).ShouldBe(1);
    }

    /// <summary>Half a minute is waited for it: at length only.</summary>
    [Fact]
    public async Task Mail_ServerAnswersAfterTheTimeOut_IsNotSentTwice()
    {
        Assert.SkipUnless(FaultLength.IsFull, "At length only.");
        host.Mailbox.BeforeAnswer = () => Task.Delay(TimeSpan.FromSeconds(40), Cancel);
        await PromiseAsync(host, 1);

        (await DeliverAsync(host)).ShouldBe(0);
        var mail = (await MailsOf(host)).ShouldHaveSingleItem();
        host.Clock.Advance(TimeSpan.FromMinutes(30));

        (await DeliverAsync(host)).ShouldBe(0);
        host.Mailbox.Taken.ShouldHaveSingleItem();
        FaultLength.Say($"A server of mail that answered after 40 s: {mail.Failure}");
    }

    [Fact]
    public async Task Mails_TwoNodesSendAtOnce_GoOnceEach()
    {
        using var mailbox = new Mailbox();
        var database = new PostgreSqlDatabase();
        if (database.Missing is { } reason) throw Promised.Missing("postgresql", reason);
        await using var first = new PostedHost(database, mailbox.Port);
        await first.InitializeAsync();
        await using var second = new PostedHost(database.Shared(), mailbox.Port, first);
        await second.InitializeAsync();
        var promised = FaultLength.Of(30, 1000);
        await PromiseAsync(first, promised);

        var sent = await Task.WhenAll(DeliverAsync(first), DeliverAsync(second), DeliverAsync(first), DeliverAsync(second));

        sent.Sum().ShouldBe(promised);
        mailbox.Taken.Select(mail => mail.MessageId).Distinct().Count().ShouldBe(promised);
        mailbox.Taken.Count.ShouldBe(promised);
        FaultLength.Say($"PostgreSQL, two nodes: {promised} mails sent once each, {string.Join(" and ", sent)} in four turns");
    }

    /// <summary>Each asked for a new password.</summary>
    private static async Task PromiseAsync(RegulatiefHost host, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var manager = await A.Account(AccountRole.Manager).InAsync(host);
            await host.ReadAsync(db => db.Accounts.Where(a => a.Id == manager.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Email, $"{manager.Id:N}@organisatie.test"), Cancel));
            await host.SendAsync(Actor.System, new AskNewPasswordCommand(manager.UserName, Origin));
        }
    }

    private static Task<int> DeliverAsync(RegulatiefHost host) => host.Services.GetRequiredService<MailDelivery>().DeliverAsync(Cancel);

    private static Task<List<Mail>> MailsOf(RegulatiefHost host) => host.ReadAsync(db => db.Mails.AsNoTracking().ToListAsync(Cancel));
}
