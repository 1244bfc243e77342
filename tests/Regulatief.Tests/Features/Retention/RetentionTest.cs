using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Retention;
using Regulatief.Engine.Instances;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.Retention;

namespace Regulatief.Tests.Features.Retention;

/// <summary>What tests of terms and of erasure have in common: two who decide, and cases that were closed long ago.</summary>
public abstract class RetentionTest(SqliteHost host) : FeatureTest(host)
{
    protected Account PrivacyOfficer { get; private set; } = null!;

    protected Account Second { get; private set; } = null!;

    protected static DateOnly Today => new(2026, 11, 24);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        PrivacyOfficer = await Given(A.Account(AccountRole.PrivacyOfficer).Named("Pia Voorstel"));
        Second = await Given(A.Account(AccountRole.Manager).Named("Max Akkoord"));
    }

    /// <summary>As its cycle would have left it, so many years ago.</summary>
    protected async Task<CaseUnderTest> Closed(Builder<CaseUnderTest> builder, int yearsAgo = 6)
    {
        var @case = await Given(builder);
        await Close(@case.Id, Clock.GetUtcNow().AddYears(-yearsAgo));
        return @case;
    }

    protected Task<int> Close(CaseId id, DateTimeOffset at) => Read(async db =>
    {
        await db.HumanTasks.Where(t => t.CaseId == id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Status, HumanTaskStatus.Cancelled), Cancel);
        await db.Instances.Where(i => i.CaseId == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, WorkflowStatus.Finished), Cancel);
        await db.VolunteerAssignments.Where(a => a.CaseId == id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Until, at), Cancel);
        return await db.Cases.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.ClosedAt, at).SetProperty(c => c.Phase, CasePhase.Closed), Cancel);
    });

    protected static ErasureChoice FileOf(CaseUnderTest @case) => new(@case.Id, RetentionKind.CaseFile);

    protected Task<Guid> Propose(params ErasureChoice[] items) => As(PrivacyOfficer).SendAsync(new ProposeErasureCommand(items));

    protected Task<Guid> Approve(Guid erasure) => As(Second).SendAsync(new DecideErasureCommand(erasure, true, null));

    protected async Task<Guid> ProposeAndApprove(params ErasureChoice[] items) => await Approve(await Propose(items));

    protected Task<List<ErasureItem>> ItemsOf(Guid erasure) => Read(db => db.ErasureItems.Where(i => i.ErasureId == erasure).OrderBy(i => i.CaseNumber).AsNoTracking().ToListAsync(Cancel));
}
