using Hangfire;
using Hangfire.Logging;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Tests.Testing;

namespace Regulatief.Tests.Robustness;

/// <summary>Rows promise, jobs nudge: the product with Hangfire's storage away.</summary>
public sealed class NudgeTests(NudgeTests.HostWithoutJobs host) : IClassFixture<NudgeTests.HostWithoutJobs>
{
    [Fact]
    public async Task Nudge_StorageIsAway_TheAnswerIsGivenAndTheSweepDoesTheWork()
    {
        var @case = await A.Case().Running("andere-workflow-dan-taak").InAsync(host);
        host.Log.Lines.ShouldContain(line => line.Contains("was not nudged", StringComparison.Ordinal));

        await host.SweepAsync();

        (await host.ReadAsync(db => db.HumanTasks.CountAsync(t => t.CaseId == @case.Id, TestContext.Current.CancellationToken))).ShouldBe(1);
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
