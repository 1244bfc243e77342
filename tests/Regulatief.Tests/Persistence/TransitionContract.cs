using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Persistence;

/// <summary>What every database must keep of a transition. Each derives one empty class.</summary>
public abstract class TransitionContract(RegulatiefHost host) : IAsyncLifetime
{
    private CaseUnderTest _case = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (host.Database.Missing is { } reason) throw Promised.Missing(host.Database.Provider.ToString().ToLowerInvariant(), reason);
        await host.ResetAsync(Cancel);
        _case = await A.Case().InAsync(host);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Transition_Committed_LeavesOneOpenTaskAndItsPromises()
    {
        await Complete(await OpenTask(), Answers.Intake);

        var next = await OpenTask();
        next.Title.ShouldBe("Bel de gemeente");
        var promises = await host.ReadAsync(db => db.DueWork.Where(w => w.SubjectId == next.Id.Value).OrderBy(w => w.DueAt).ToListAsync(Cancel));
        promises.Select(p => p.Kind).ShouldBe([DueWorkKind.TaskReminder, DueWorkKind.TaskEscalation]);
        promises.ShouldAllBe(p => p.DueAt > host.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Transition_RefusedAtTheEnd_LeavesNothingOfWhatItBegan()
    {
        var task = await OpenTask();

        await Should.ThrowAsync<CaseRuleException>(Complete(task, Answers.Intake, "Withdrawn"));

        (await OpenTask()).Id.ShouldBe(task.Id);
        (await host.ReadAsync(db => db.Intakes.AnyAsync(Cancel))).ShouldBeFalse();
        (await host.ReadAsync(db => db.Cases.Select(c => c.CooperationFormReason).SingleAsync(Cancel))).ShouldBeNull();
    }

    [Fact]
    public async Task Transition_WithAnOldVersionOfTheInstance_CannotCommit()
    {
        await Should.ThrowAsync<DbUpdateConcurrencyException>(host.ReadAsync(async db =>
        {
            var stale = await db.Instances.SingleAsync(Cancel);
            await Complete(await OpenTask(), Answers.Intake);

            stale.UpdatedAt = host.Clock.GetUtcNow().AddMinutes(1);
            return await db.SaveChangesAsync(Cancel);
        }));
    }

    [Fact]
    public async Task Transition_TwoAtOnce_OneWinsAndTheOtherHearsFromWhom()
    {
        var task = await OpenTask();
        var colleague = await A.ProbationOfficer().InAsync(host);
        var covering = new Actor(colleague.Id, AccountRole.ProbationOfficer) { ActsFor = [colleague.Id, _case.Officer.Id] };
        var command = new CompleteHumanTaskCommand(task.Id, null, TaskForm.Write(Answers.Intake));

        var tries = new[] { host.As(_case.Officer).SendAsync(command), host.SendAsync(covering, command) };
        await Task.WhenAll(tries).ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);

        tries.Count(t => t.IsCompletedSuccessfully).ShouldBe(1);
        var winner = (await host.ReadAsync(db => db.HumanTasks.SingleAsync(t => t.Id == task.Id, Cancel))).CompletedById;
        tries.Single(t => t.IsFaulted).Exception!.InnerException.ShouldBeOfType<ConcurrencyConflictException>().DoneBy.ShouldBe(winner);
        (await host.ReadAsync(db => db.Intakes.CountAsync(Cancel))).ShouldBe(1);
    }

    [Fact]
    public async Task Transition_OneKeyFiftyTimesAtOnce_IsDoneOnceAndAnsweredFiftyTimes()
    {
        var command = new CompleteHumanTaskCommand((await OpenTask()).Id, null, TaskForm.Write(Answers.Intake));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.As(_case.Officer).SendAsync(command, "sleutel")));

        answers.Distinct().ShouldHaveSingleItem();
        (await host.ReadAsync(db => db.Intakes.CountAsync(Cancel))).ShouldBe(1);
        (await OpenTask()).Title.ShouldBe("Bel de gemeente");
    }

    [Fact]
    public async Task DueWork_OneSecondBefore_IsNotDone()
    {
        var reminder = await EarliestPromise();

        var done = await host.PassAsync(reminder.DueAt - host.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));

        done.ShouldBe(0);
        (await OpenTask()).RemindedAt.ShouldBeNull();
    }

    [Fact]
    public async Task DueWork_AtTheInstant_IsDoneOnce()
    {
        var reminder = await EarliestPromise();

        var done = await host.PassAsync(reminder.DueAt - host.Clock.GetUtcNow());

        done.ShouldBe(1);
        (await OpenTask()).RemindedAt.ShouldBe(reminder.DueAt);
        (await host.SweepAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Journal_AfterTransitions_HasNoGap()
    {
        await Complete(await OpenTask(), Answers.Intake);

        var sequence = await host.ReadAsync(db => db.Journal.OrderBy(e => e.Sequence).Select(e => e.Sequence).ToListAsync(Cancel));

        sequence.ShouldBe(Enumerable.Range(sequence[0], sequence.Count));
    }

    private Task<CompleteHumanTaskResult> Complete(HumanTask task, object answers, string? outcome = null) =>
        host.As(_case.Officer).SendAsync(new CompleteHumanTaskCommand(task.Id, outcome, TaskForm.Write(answers)));

    private Task<HumanTask> OpenTask() => host.ReadAsync(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.Status == HumanTaskStatus.Open, Cancel));

    private Task<DueWork> EarliestPromise() => host.ReadAsync(db => db.DueWork.OrderBy(w => w.DueAt).FirstAsync(Cancel));
}

[Collection(nameof(SqliteHost))]
public sealed class SqliteTransitionTests(SqliteHost host) : TransitionContract(host);

public sealed class PostgreSqlTransitionTests(PostgreSqlHost host) : TransitionContract(host), IClassFixture<PostgreSqlHost>;

public sealed class SqlServerTransitionTests(SqlServerHost host) : TransitionContract(host), IClassFixture<SqlServerHost>;
