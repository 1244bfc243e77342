using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Tests.Testing;
using Regulatief.Web.Hosting;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Tests.Hosting;

/// <summary>What the pipeline refuses to let through untold.</summary>
public sealed class PipelineTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task ClientQuery_ThatShowsSomethingAndTellsNothing_Fails() =>
        await Should.ThrowAsync<InvalidOperationException>(AskAsync((_, _) => Task.FromResult<string?>("Zebulon Zonnebloem")));

    [Fact]
    public async Task ClientQuery_ThatToldThatNothingIsShown_Answers() => (await AskAsync(async (reads, _) =>
    {
        await reads.RecordListAsync(Actor.System, nameof(SilentQuery), null, nameof(Case), [], Cancel);
        return "niemand";
    })).ShouldBe("niemand");

    [Fact]
    public async Task ClientQuery_WithoutAnAnswer_HasNothingToTell() => (await AskAsync((_, _) => Task.FromResult<string?>(null))).ShouldBeNull();

    [Fact]
    public async Task Command_ThatChangesRowsAndTellsOfNothing_FailsAndChangesNothing()
    {
        await Should.ThrowAsync<InvalidOperationException>(ChangeAsync((_, db) => db.Add(new Counter { Name = "stil", Value = 1 })));

        (await Read(db => db.Counters.AnyAsync(c => c.Name == "stil", Cancel))).ShouldBeFalse();
    }

    [Fact]
    public async Task Command_ThatTellsOfTwo_HasARowForEach()
    {
        var cases = new[] { CaseId.New(), CaseId.New() };

        await ChangeAsync((trail, db) =>
        {
            db.Add(new Counter { Name = "verteld", Value = 1 });
            foreach (var id in cases) trail.About(AuditSubject.Of(CaseKey.Of(id)));
        });

        (await Read(db => db.AuditEntries.Where(e => e.Action == nameof(SilentCommand)).Select(e => e.CaseId!.Value).ToListAsync(Cancel))).ShouldBe(cases, ignoreOrder: true);
    }

    [Fact]
    public async Task Command_ThatChangesAndTellsNothing_LeavesNoRow()
    {
        await ChangeAsync((_, _) => { });

        (await Read(db => db.AuditEntries.CountAsync(Cancel))).ShouldBe(0);
    }

    private async Task<string?> AskAsync(Func<ReadAudit, RegulatiefDbContext, Task<string?>> handler)
    {
        await using var scope = Scope();
        var services = scope.ServiceProvider;
        return await ActivatorUtilities.CreateInstance<ReadBehavior<SilentQuery, string?>>(services)
            .Handle(new SilentQuery(), Cancel, () => handler(services.GetRequiredService<ReadAudit>(), services.GetRequiredService<RegulatiefDbContext>()));
    }

    private async Task ChangeAsync(Action<AuditTrail, RegulatiefDbContext> handler)
    {
        await using var scope = Scope();
        var services = scope.ServiceProvider;
        await ActivatorUtilities.CreateInstance<TransactionBehavior<SilentCommand, Unit>>(services).Handle(new SilentCommand(), Cancel, () =>
        {
            handler(services.GetRequiredService<AuditTrail>(), services.GetRequiredService<RegulatiefDbContext>());
            return Unit.Task;
        });
    }

    private AsyncServiceScope Scope()
    {
        var scope = Host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System;
        return scope;
    }

    private sealed record SilentQuery : IClientQuery<string?>
    {
        AuditSubject IConcerns.Subject => AuditSubject.None;
    }

    private sealed record SilentCommand : ICommand<Unit>
    {
        AuditSubject IConcerns.Subject => AuditSubject.None;
    }
}
