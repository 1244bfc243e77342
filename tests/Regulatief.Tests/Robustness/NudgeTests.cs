using Hangfire;
using Hangfire.Logging;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Robustness;

/// <summary>Rows promise, jobs nudge: the product with Hangfire's storage away.</summary>
public sealed class NudgeTests(NudgeTests.HostWithoutJobs host) : IClassFixture<NudgeTests.HostWithoutJobs>
{
    [Fact]
    public async Task Nudge_StorageIsAway_TheAnswerIsGivenAndTheSweepDoesTheWork()
    {
        var @case = await A.Case().InAsync(host);
        var intake = await host.ReadAsync(db => db.HumanTasks.SingleAsync(TestContext.Current.CancellationToken));

        var answer = await host.As(@case.Officer).SendAsync(new CompleteHumanTaskCommand(intake.Id, null, TaskForm.Write(Answers.Intake)));
        await host.PassAsync(TimeSpan.FromDays(30));

        answer.Outcome.ShouldBe("Done");
        (await host.ReadAsync(db => db.HumanTasks.SingleAsync(t => t.Id != intake.Id, TestContext.Current.CancellationToken))).EscalatedAt.ShouldNotBeNull();
        host.Log.Lines.ShouldContain(line => line.Contains("was not nudged", StringComparison.Ordinal));
    }

    public sealed class HostWithoutJobs() : RegulatiefHost(new SqliteDatabase())
    {
        protected override void Replace(IServiceCollection services)
        {
            // Hangfire's log is one for the process, and may still be that of a host that was disposed.
            LogProvider.SetCurrentLogProvider(null);
            services.AddSingleton<IBackgroundJobClient>(new BackgroundJobClient(new StorageThatIsAway()));
        }
    }

    private sealed class StorageThatIsAway : JobStorage
    {
        public override IMonitoringApi GetMonitoringApi() => throw new TimeoutException("The job storage does not answer.");

        public override IStorageConnection GetConnection() => throw new TimeoutException("The job storage does not answer.");
    }
}
