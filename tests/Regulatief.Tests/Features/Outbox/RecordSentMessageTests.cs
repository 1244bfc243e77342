using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Web.Features.Outbox;

namespace Regulatief.Tests.Features.Outbox;

public sealed class RecordSentMessageTests(OutboxTest.Host host) : OutboxTest(host)
{
    [Fact]
    public async Task RecordSentMessage_Twice_KeepsTheFirstMoment()
    {
        var message = await Message();
        var sentAt = Product.Clock.GetUtcNow();
        await Product.SendAsync(Actor.System, new RecordSentMessageCommand(message.Id));
        Product.Clock.Advance(TimeSpan.FromMinutes(5));

        await Product.SendAsync(Actor.System, new RecordSentMessageCommand(message.Id));

        (await Message()).SentAt.ShouldBe(sentAt);
        (await Read(db => db.DueWork.AnyAsync(w => w.SubjectId == message.Id, Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task RecordSentMessage_OfATaskThatIsGone_DoesNothing() =>
        await Should.NotThrowAsync(Product.SendAsync(Actor.System, new RecordSentMessageCommand(Guid.CreateVersion7())));
}
