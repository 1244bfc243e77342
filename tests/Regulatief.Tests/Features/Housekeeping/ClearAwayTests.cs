using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Idempotency;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Outbox;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Cases;
using Regulatief.Web.Features.Housekeeping;
using Housekeeper = Regulatief.Web.Hosting.Jobs.Housekeeping;

namespace Regulatief.Tests.Features.Housekeeping;

public sealed class ClearAwayTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task ClearAway_Search_IsFoundForADayAndGoneAfter()
    {
        var officer = As(await Given(A.ProbationOfficer()));
        var search = await officer.SendAsync(new StoreCaseSearchCommand("Bakker"));

        Clock.Advance(TimeSpan.FromDays(1));
        await ClearAwayAsync();
        (await officer.SendAsync(new FindCasesQuery(Search: search))).Words.ShouldBe("Bakker");
        Clock.Advance(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<NotFoundException>(officer.SendAsync(new FindCasesQuery(Search: search)));
        (await ClearAwayAsync()).ShouldBe(1);
        (await Read(db => db.CaseSearches.CountAsync(Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task ClearAway_IdempotencyKey_IsKnownForAWeek()
    {
        var officer = As(await Given(A.ProbationOfficer()));
        var search = await officer.SendAsync(new StoreCaseSearchCommand("Bakker"), "key");

        Clock.Advance(IdempotencyRecord.RetainFor);
        await ClearAwayAsync();
        (await officer.SendAsync(new StoreCaseSearchCommand("Bakker"), "key")).ShouldBe(search);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await ClearAwayAsync();

        (await officer.SendAsync(new StoreCaseSearchCommand("Bakker"), "key")).ShouldNotBe(search);
    }

    [Fact]
    public async Task ClearAway_AnswerToSeveralEscalations_IsLookedUpForAWeek()
    {
        var (coordinator, now) = (await Given(A.Coordinator()), Clock.GetUtcNow());
        var @case = await Given(A.Case());
        EscalationBatch Asked(DateTimeOffset at) => new() { AskedById = coordinator.Id, AskedAs = AccountRole.Coordinator, AskedAt = at, Kind = EscalationAnswerKind.Acknowledged };
        var (old, fresh) = (Asked(now - EscalationBatch.RetainFor - TimeSpan.FromSeconds(1)), Asked(now - EscalationBatch.RetainFor));
        await Host.WriteAsync(db =>
        {
            db.EscalationBatches.AddRange(old, fresh);
            db.EscalationBatchItems.AddRange(new[] { old, fresh }.Select(b => new EscalationBatchItem { BatchId = b.Id, CaseId = @case.Id, EscalationId = Guid.CreateVersion7() }));
        });

        await ClearAwayAsync();

        (await Read(db => db.EscalationBatches.Select(b => b.Id).ToListAsync(Cancel))).ShouldBe([fresh.Id]);
        (await Read(db => db.EscalationBatchItems.Select(i => i.BatchId).ToListAsync(Cancel))).ShouldBe([fresh.Id]);
    }

    [Fact]
    public async Task ClearAway_Notice_GoesAMonthAfterItWasRead()
    {
        var officer = await Given(A.ProbationOfficer());
        var now = Clock.GetUtcNow();
        await Host.WriteAsync(db => db.Notices.AddRange(
            new Notice { AccountId = officer.Id, Kind = NoticeKind.CaseStopped, At = now - TimeSpan.FromDays(90), ReadAt = now - Notice.RetainFor - TimeSpan.FromSeconds(1) },
            new Notice { AccountId = officer.Id, Kind = NoticeKind.CaseAssigned, At = now - TimeSpan.FromDays(90), ReadAt = now - Notice.RetainFor },
            new Notice { AccountId = officer.Id, Kind = NoticeKind.TaskReminder, At = now - TimeSpan.FromDays(90) }));

        await ClearAwayAsync();

        (await Read(db => db.Notices.Select(n => n.Kind).ToListAsync(Cancel))).ShouldBe([NoticeKind.CaseAssigned, NoticeKind.TaskReminder], ignoreOrder: true);
    }

    [Fact]
    public async Task ClearAway_Message_GoesAMonthAfterItWasSentUnlessItsAnswerIsAwaited()
    {
        var @case = await Given(A.Case());
        var instance = await Read(db => db.Instances.SingleAsync(i => i.CaseId == @case.Id, Cancel));
        var awaited = await Read(db => db.Bookmarks.Where(b => b.InstanceId == instance.Id).Select(b => b.Id).FirstAsync(Cancel));
        var (answered, fresh, unsent) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var old = Clock.GetUtcNow() - OutboxMessage.RetainFor - TimeSpan.FromSeconds(1);
        await Host.WriteAsync(db => db.Outbox.AddRange(
            Message(answered, old), Message(awaited, old), Message(fresh, Clock.GetUtcNow()), Message(unsent, null)));

        await ClearAwayAsync();

        (await Read(db => db.Outbox.Select(m => m.Id).ToListAsync(Cancel))).ShouldBe([awaited, fresh, unsent], ignoreOrder: true);

        OutboxMessage Message(Guid id, DateTimeOffset? sentAt) =>
            new() { Id = id, CaseId = @case.Id, InstanceId = instance.Id, TaskName = "brief", CreatedAt = Clock.GetUtcNow() - TimeSpan.FromDays(60), SentAt = sentAt };
    }

    [Fact]
    public async Task ClearAway_MoreThanABatch_GoesInBatches()
    {
        var officer = await Given(A.ProbationOfficer());
        var old = Clock.GetUtcNow() - TimeSpan.FromDays(2);
        await Host.WriteAsync(db => db.CaseSearches.AddRange(Enumerable.Range(0, 1_200).Select(_ => new CaseSearch { AccountId = officer.Id, Words = "Bakker", At = old })));

        var first = await As(officer).SendAsync(new ClearAwayCommand());

        first.ShouldBe(new ClearAwayResult(500, MayBeMore: true));
        (await ClearAwayAsync()).ShouldBe(700);
    }

    private Task<int> ClearAwayAsync() => Host.Services.GetRequiredService<Housekeeper>().ClearAwayAsync(Cancel);
}
