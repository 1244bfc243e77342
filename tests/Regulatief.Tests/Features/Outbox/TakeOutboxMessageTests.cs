using System.Net;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Features.Outbox;

namespace Regulatief.Tests.Features.Outbox;

public sealed class TakeOutboxMessageTests(OutboxTest.Host host) : OutboxTest(host)
{
    [Fact]
    public async Task Outbox_Asked_IsSentOnceWithTheTasksKey()
    {
        var message = await Message();

        (await Deliver()).ShouldBe(1);
        (await Deliver()).ShouldBe(0);

        Outside.Keys.ShouldBe([message.Id.ToString()]);
        Outside.LastAuthorization.ShouldBe($"Bearer {Key}");
        ((string?)Outside.Last!["taskName"]).ShouldBe("brief-sturen");
        ((int?)Outside.Last["payload"]!["kopieen"]).ShouldBe(2);
        (await Read(db => db.DueWork.AnyAsync(w => w.Kind == DueWorkKind.Outbox, Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task Outbox_ReceiverAnswers500_IsSentAgainLaterWithTheSameKey()
    {
        Outside.Answer = () => new HttpResponseMessage(HttpStatusCode.InternalServerError);
        (await Deliver()).ShouldBe(0);
        (await Deliver()).ShouldBe(0);
        Outside.Keys.Count.ShouldBe(1, "not again before its pause is over");

        Outside.Answer = Receiver.Accepted;
        Product.Clock.Advance(TimeSpan.FromMinutes(1));
        (await Deliver()).ShouldBe(1);

        Outside.Keys.Distinct().ShouldHaveSingleItem().ShouldBe((await Message()).Id.ToString());
    }

    [Fact]
    public async Task Outbox_ConnectionIsCutAfterTheReceiverTookIt_IsSentAgainWithTheSameKey()
    {
        Outside.Answer = () => throw new HttpRequestException(HttpRequestError.ResponseEnded);
        await Deliver();

        Outside.Answer = Receiver.Accepted;
        Product.Clock.Advance(TimeSpan.FromMinutes(1));
        await Deliver();

        Outside.Keys.Count.ShouldBe(2);
        Outside.Keys.Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Outbox_ReceiverAwayForAnHour_ComesWithoutAnyonesHelp()
    {
        Outside.Answer = () => throw new HttpRequestException(HttpRequestError.ConnectionError);
        for (var minute = 0; minute < 60; minute++)
        {
            await Deliver();
            Product.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Outside.Keys.Count.ShouldBeInRange(4, 10);
        Outside.Answer = Receiver.Accepted;
        Product.Clock.Advance(TimeSpan.FromHours(1));
        (await Deliver()).ShouldBe(1);
    }

    [Fact]
    public async Task Outbox_TakenByAWorkerThatStops_IsDueAgain()
    {
        var taken = await Product.SendAsync(Actor.System, new TakeOutboxMessageCommand());
        (await Product.SendAsync(Actor.System, new TakeOutboxMessageCommand())).ShouldBeNull("others are kept from it");

        Product.Clock.Advance(TimeSpan.FromMinutes(2));

        (await Product.SendAsync(Actor.System, new TakeOutboxMessageCommand()))!.Id.ShouldBe(taken!.Id);
    }

    [Fact]
    public async Task Outbox_EarlierOneOfTheCaseIsNotSent_WaitsBehindIt()
    {
        var second = Guid.CreateVersion7();
        await Product.WriteAsync(db =>
        {
            db.Outbox.Add(new() { Id = second, CaseId = Case.Id, InstanceId = WorkflowInstanceId.New(), TaskName = "later", CreatedAt = Product.Clock.GetUtcNow().AddSeconds(1) });
            db.DueWork.Add(new DueWork { Id = Guid.CreateVersion7(), StandsStillInPause = false, Kind = DueWorkKind.Outbox, CaseId = Case.Id, SubjectId = second, DueAt = Product.Clock.GetUtcNow() });
        });
        Outside.Answer = () => new HttpResponseMessage(HttpStatusCode.BadGateway);

        await Deliver();

        Outside.Keys.ShouldBe([(await Message()).Id.ToString()]);
    }
}
