using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Workflows;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting;

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
        var nudge = new DueWorkNudge(jobs, new FakeTimeProvider(RegulatiefHost.Morning), NullLogger<DueWorkNudge>.Instance);
        var dueAt = RegulatiefHost.Morning.AddSeconds(secondsAhead);

        nudge.About([new DueWork { Kind = DueWorkKind.Bookmark, CaseId = CaseId.New(), SubjectId = Guid.NewGuid(), DueAt = dueAt }]);

        jobs.At.ShouldBe(isNudged ? [dueAt.UtcDateTime] : []);
    }

    private sealed class NotedJobs : IBackgroundJobClient
    {
        public List<DateTime> At { get; } = [];

        public string Create(Job job, IState state)
        {
            At.Add(((ScheduledState)state).EnqueueAt);
            return "1";
        }

        public bool ChangeState(string jobId, IState state, string expectedState) => throw new NotSupportedException();
    }
}
