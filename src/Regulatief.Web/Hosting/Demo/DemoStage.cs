using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Features.Demo;
using Regulatief.Web.Features.HumanTasks;
using Regulatief.Web.Hosting.Jobs;
using Regulatief.Web.Hosting.Pipeline;

namespace Regulatief.Web.Hosting.Demo;

/// <summary>Where a story of the demo is played: its clock, and commands sent as one of its people.</summary>
internal sealed class DemoStage(IServiceProvider services, DemoClock clock, DueWorkSweep sweep, CancellationToken cancellationToken)
{
    private static readonly TimeOnly WorkingHour = new(10, 0);

    public DateOnly Today => Regulatief.Cases.Time.LegalTime.DateOf(clock.GetUtcNow());

    public DateOnly RealToday => Today.AddDays((int)Math.Round(-clock.Offset.TotalDays));

    /// <summary>Sets the clock to a morning so many days before the real today, and does what came due by then.</summary>
    public async Task GoToAsync(int daysAgo)
    {
        clock.Offset = TimeSpan.Zero;
        var morning = Regulatief.Cases.Time.LegalTime.At(Regulatief.Cases.Time.WorkingCalendar.OfLaw.Add(Today.AddDays(-daysAgo), 0), WorkingHour);
        var now = clock.GetUtcNow();
        clock.Offset = (morning < now ? morning : now) - now;
        await sweep.SweepAsync(cancellationToken);
    }

    public async Task<TResult> SendAsync<TResult>(Account by, IRequest<TResult> command)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = new Actor(by.Id, by.FirstRole);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, cancellationToken);
    }

    public async Task CompleteAsync(CaseId caseId, HumanTaskKind kind, Account by, object answers) =>
        await SendAsync(by, new CompleteHumanTaskCommand(await OpenTaskAsync(caseId, kind), null, TaskForm.Write(answers)));

    public async Task<T> ReadAsync<T>(Func<RegulatiefDbContext, Task<T>> read)
    {
        await using var scope = services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>());
    }

    /// <summary>Lets the client of a case log in.</summary>
    public Task GiveAccountAsync(CaseId caseId, Account account) => ReadAsync(db =>
        db.Clients.Where(c => db.Cases.Any(k => k.Id == caseId && k.ClientId == c.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.AccountId, account.Id), cancellationToken));

    private Task<HumanTaskId> OpenTaskAsync(CaseId caseId, HumanTaskKind kind) => ReadAsync(db =>
        db.HumanTasks.Open().Where(t => t.CaseId == caseId && t.Kind == kind).Select(t => t.Id).FirstAsync(cancellationToken));
}
