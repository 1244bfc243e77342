using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;

namespace Regulatief.Tests.Features.RiskSignals;

/// <summary>The law keeps the clock of all that a signal's workflow opened, whatever kind of task a designer chose.</summary>
public sealed class SignalTermsTests(SqliteHost host) : SignalTest(host)
{
    private const string Reason = "Opgenomen in het ziekenhuis.";

    [Fact]
    public async Task PauseCase_TaskOfASignalsWorkflow_RunsOnAndKeepsItsDay()
    {
        var task = await GivenTaskOfSignal();

        await Officer.SendAsync(new PauseCaseCommand(Case.Id, Reason));
        (await PromisesOf(task)).ShouldAllBe(w => w.SuspendedAt == null);
        Clock.Advance(TimeSpan.FromDays(2));
        await Officer.SendAsync(new ResumeCaseCommand(Case.Id));

        (await Read(db => db.HumanTasks.Where(t => t.Id == task.Id).Select(t => t.DueOn).SingleAsync(Cancel))).ShouldBe(task.DueOn);
    }

    [Fact]
    public async Task PauseCase_TaskOfASignalsWorkflowThatIsLate_IsToldAndToldAgain()
    {
        var task = await GivenTaskOfSignal();
        await Officer.SendAsync(new PauseCaseCommand(Case.Id, Reason));

        await Host.PassAsync(TimeSpan.FromDays(8));

        (await Read(db => db.Escalations.CountAsync(e => e.TaskId == task.Id, Cancel))).ShouldBeGreaterThan(0);
        (await PromisesOf(task)).ShouldHaveSingleItem().StandsStillInPause.ShouldBeFalse();
    }

    private async Task<HumanTask> GivenTaskOfSignal()
    {
        var term = new Term(5);
        var task = new HumanTask
        {
            CaseId = Case.Id, Kind = HumanTaskKind.CaseTask, Title = "Kijk wat er nodig is", Role = AccountRole.ProbationOfficer, RiskSignalId = Signal, Outcomes = ["Done"],
            OpenedAt = Clock.GetUtcNow(), DueOn = WorkingCalendar.OfLaw.Add(LegalTime.DateOf(Clock.GetUtcNow()), term.WorkingDays),
        };
        await Host.WriteAsync(db =>
        {
            db.HumanTasks.Add(task);
            db.PromiseTerm(task, term, WorkingCalendar.OfLaw, Clock.GetUtcNow());
        });
        return task;
    }

    private Task<List<DueWork>> PromisesOf(HumanTask task) => Read(db => db.DueWork.AsNoTracking().Where(w => w.SubjectId == task.Id.Value).ToListAsync(Cancel));
}
