using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Workflows;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Incidents;

namespace Regulatief.Tests.Features.Incidents;

public sealed class DiscardDeadLettersTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task DiscardDeadLetters_OnlyThoseOfAnEarlierRound_Go()
    {
        var @case = await Given(A.Case());
        var instance = await Read(db => db.Instances.Where(i => i.CaseId == @case.Id).Select(i => i.Id).SingleAsync(Cancel));
        await Host.WriteAsync(db => db.Inbox.AddRange(EventOf(instance, "vroeger", 0), EventOf(instance, "nu", 1)));

        (await As(await Given(A.Account(AccountRole.Administrator))).SendAsync(new DiscardDeadLettersCommand())).ShouldBe(1);

        (await Read(db => db.Inbox.Select(e => e.EventName).ToListAsync(Cancel))).ShouldBe(["nu"]);
    }

    private InboxEvent EventOf(WorkflowInstanceId instance, string name, int round) =>
        new() { Id = Guid.CreateVersion7(), InstanceId = instance, EventName = name, ArrivedAt = Clock.GetUtcNow(), Round = round };
}
