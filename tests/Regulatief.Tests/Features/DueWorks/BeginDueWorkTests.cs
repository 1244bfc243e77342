using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.DueWorks;

namespace Regulatief.Tests.Features.DueWorks;

/// <summary>Work that was begun and never ended took its process with it: it is counted before it is tried, and parked in the end.</summary>
public sealed class BeginDueWorkTests(SqliteHost host) : FeatureTest(host)
{
    [Fact]
    public async Task BeginDueWork_InThreeProcessesThatDied_IsParkedInsteadOfKillingAFourth()
    {
        var @case = await Given(A.Case());
        var poison = await EarliestOf(@case);
        for (var start = 1; start <= DueWork.MaxStarts; start++)
        {
            await BeginIn(Guid.NewGuid(), poison);
            (await Read(db => db.DueWork.Where(w => w.Id == poison).Select(w => w.ParkedAt).SingleAsync(Cancel))).ShouldBeNull();
        }

        await BeginIn(Guid.NewGuid(), poison);
        await Host.PassAsync(TimeSpan.FromDays(60));

        var parked = await Read(db => db.DueWork.SingleAsync(w => w.Id == poison, Cancel));
        (parked.Failure, parked.ParkedAt is not null).ShouldBe((DueWork.KilledTheProcess, true));
        (await OpenTask(@case, HumanTaskKind.Intake)).EscalatedAt.ShouldNotBeNull();
        var told = await Read(db => db.AuditEntries.SingleAsync(e => e.Action == nameof(BeginDueWorkCommand), Cancel));
        (told.CaseId, told.SubjectId, told.Detail).ShouldBe((@case.Id, poison, DueWork.KilledTheProcess));
    }

    [Fact]
    public async Task BeginDueWork_AgainInTheSameProcess_CountsOnce()
    {
        var work = await EarliestOf(await Given(A.Case()));
        var process = Guid.NewGuid();

        for (var time = 0; time < 10; time++) await BeginIn(process, work);

        (await StartsOf(work)).ShouldBe(1);
    }

    [Fact]
    public async Task BeginDueWork_OnTwoNodesInTheSameMoment_IsNoDeath()
    {
        var work = await EarliestOf(await Given(A.Case()));

        foreach (var node in new[] { Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid() })
            await Host.SendAsync(Actor.System, new BeginDueWorkCommand([work], node));

        (await StartsOf(work)).ShouldBe(1);
    }

    [Fact]
    public async Task BeginDueWork_FailedInAnOrdinaryWay_IsCountedAnew()
    {
        var work = await EarliestOf(await Given(A.Case()));
        await BeginIn(Guid.NewGuid(), work);

        await Host.SendAsync(Actor.System, new RecordFailedWorkCommand(work, "mislukt"));

        (await StartsOf(work)).ShouldBe(0);
    }

    [Fact]
    public async Task Sweep_WhatAProcessLeftBehind_IsTriedAloneAndDone()
    {
        var (left, other) = (await Given(A.Case()), await Given(A.Case()));
        await BeginIn(Guid.NewGuid(), await EarliestOf(left));

        await Host.PassAsync(TimeSpan.FromDays(60));

        (await OpenTask(left, HumanTaskKind.Intake)).EscalatedAt.ShouldNotBeNull();
        (await OpenTask(other, HumanTaskKind.Intake)).EscalatedAt.ShouldNotBeNull();
    }

    /// <summary>A process that begins it and dies; the next one comes later.</summary>
    private async Task BeginIn(Guid process, Guid work)
    {
        await Host.SendAsync(Actor.System, new BeginDueWorkCommand([work], process));
        Clock.Advance(TimeSpan.FromSeconds(5));
    }

    private Task<Guid> EarliestOf(CaseUnderTest @case) => Read(db => db.DueWork.Where(w => w.CaseId == @case.Id).OrderBy(w => w.DueAt).Select(w => w.Id).FirstAsync(Cancel));

    private Task<int> StartsOf(Guid work) => Read(db => db.DueWork.Where(w => w.Id == work).Select(w => w.Starts).SingleAsync(Cancel));
}
