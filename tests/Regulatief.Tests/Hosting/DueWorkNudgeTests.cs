using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Promises;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.DueWorks;
using Regulatief.Web.Hosting.Jobs;

namespace Regulatief.Tests.Hosting;

public sealed class DueWorkNudgeTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(15, true)]
    [InlineData(16, false)]
    public void Nudge_OnlyWhatTheNextSweepWouldBeTooLateFor_IsAJob(int secondsAhead, bool isNudged)
    {
        var jobs = new NotedJobs();
        var dueAt = RegulatiefHost.Morning.AddSeconds(secondsAhead);

        Nudge(jobs).About([Promise(dueAt)]);

        jobs.Made.Select(j => ((ScheduledState)j.State).EnqueueAt).ShouldBe(isNudged ? [dueAt.UtcDateTime] : []);
    }

    [Theory]
    [InlineData(100, 100, nameof(DueWorkJob.RunAsync))]
    [InlineData(101, 1, nameof(DueWorkSweep.SweepAsync))]
    public void Nudge_Burst_IsOneSweepAtOnce(int promises, int expected, string method)
    {
        var jobs = new NotedJobs();

        Nudge(jobs).About(Enumerable.Range(0, promises).Select(_ => Promise(RegulatiefHost.Morning)));

        jobs.Made.Count.ShouldBe(expected);
        jobs.Made.ShouldAllBe(j => j.Job.Method.Name == method);
    }

    private static DueWorkNudge Nudge(IBackgroundJobClient jobs) => new(jobs, new FakeTimeProvider(RegulatiefHost.Morning), NullLogger<DueWorkNudge>.Instance);

    private static DueWork Promise(DateTimeOffset dueAt) => new() { Id = Guid.CreateVersion7(), StandsStillInPause = true, Kind = DueWorkKind.Bookmark, CaseId = CaseId.New(), SubjectId = Guid.NewGuid(), DueAt = dueAt };

    private sealed class NotedJobs : IBackgroundJobClient
    {
        public List<(Job Job, IState State)> Made { get; } = [];

        public string Create(Job job, IState state)
        {
            Made.Add((job, state));
            return "1";
        }

        public bool ChangeState(string jobId, IState state, string expectedState) => throw new NotSupportedException();
    }
}
