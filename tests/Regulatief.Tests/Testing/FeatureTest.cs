using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Testing;

/// <summary>The tests that share one host and its database, one after the other.</summary>
[CollectionDefinition(nameof(SqliteHost))]
public sealed class SqliteCollection : ICollectionFixture<SqliteHost>;

/// <summary>A test of what a person can do, through the front door. Starts without rows, on a Tuesday morning.</summary>
[Collection(nameof(SqliteHost))]
public abstract class FeatureTest(SqliteHost host) : IAsyncLifetime
{
    protected SqliteHost Host => host;

    protected FakeTimeProvider Clock => host.Clock;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => await host.ResetAsync(Cancel);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected Task<T> Given<T>(Builder<T> builder) => builder.InAsync(host);

    protected Person As(Account account) => host.As(account);

    protected Task<T> Read<T>(Func<RegulatiefDbContext, Task<T>> read) => host.ReadAsync(read);

    protected Task<Case> CaseOf(CaseUnderTest @case) => Read(db => db.Cases.ForChange(@case.Id).AsNoTracking().SingleAsync(Cancel));

    /// <summary>The one open task of this kind.</summary>
    protected Task<HumanTask> OpenTask(CaseUnderTest @case, HumanTaskKind kind) =>
        Read(db => db.HumanTasks.AsNoTracking().SingleAsync(t => t.CaseId == @case.Id && t.Kind == kind && t.Status == HumanTaskStatus.Open, Cancel));

    /// <summary>Has the open task of this kind done by the person whose work it is.</summary>
    protected async Task<CompleteHumanTaskResult> Complete(CaseUnderTest @case, HumanTaskKind kind, object answers)
    {
        var task = await OpenTask(@case, kind);
        return await As(@case.AccountOf(task.Role)).SendAsync(new CompleteHumanTaskCommand(task.Id, null, TaskForm.Write(answers)));
    }
}
