using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Intakes;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Tests.Features.HumanTasks;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.CaseActions;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Persistence;

/// <summary>The same for cases that close, open again and get another volunteer, or the same one anew.</summary>
public abstract partial class NeedToKnowContract
{
    private static readonly string[] MetWithRounds = ["Close", "Pair"];

    /// <summary>Of the case's project each: the one who stands there from the start, and one who may follow.</summary>
    private readonly Dictionary<CaseId, List<VolunteerUnderTest>> _volunteers = [];

    private readonly HashSet<CaseId> _closed = [];

    private async Task<(string What, bool Happened)> TryRoundAsync(Random random, PlainCase @case, PlainPerson leader, History history)
    {
        if (@case.IsClosed) return await ReopenAsync(random, @case, leader, history);
        if (@case.Volunteer is null) return await PairAsync(random, @case, leader);

        var closed = await CloseAsync(@case, leader, history);
        if (!closed.Happened || random.Next(4) == 0) return closed;
        history.Told.Add(closed.What);
        return await ReopenAsync(random, @case, leader, history);
    }

    private async Task<(string What, bool Happened)> CloseAsync(PlainCase @case, PlainPerson leader, History history)
    {
        var what = $"Close {@case.Number}";
        var (task, kind) = await StepAsync(@case);
        var answers = kind == HumanTaskKind.Intake ? (object)new IntakeAnswers { GoesOn = false, WithdrawnReason = "Toch niet." } : new CaseTaskAnswers();
        var closed = await CarryOutAsync(what, leader, new CompleteHumanTaskCommand(task, kind == HumanTaskKind.Intake ? null : "Done", TaskForm.Write(answers)), _ =>
        {
            @case.IsClosed = true;
            history.Paused.Remove(@case.Id);
        });
        if (closed.Happened) _closed.Add(@case.Id);
        return closed;
    }

    /// <summary>At the intake, so that who stands beside the client is chosen anew; mostly that is done at once.</summary>
    private async Task<(string What, bool Happened)> ReopenAsync(Random random, PlainCase @case, PlainPerson leader, History history)
    {
        var reopened = await CarryOutAsync($"Reopen {@case.Number}", leader, new ReopenCaseCommand(@case.Id, CasePhase.Intake, "Het gaat toch verder."), async _ =>
        {
            (@case.IsClosed, @case.Volunteer) = (false, null);
            await ReadCyclesAsync();
        });
        if (!reopened.Happened || random.Next(4) == 0) return reopened;
        history.Told.Add(reopened.What);
        return await PairAsync(random, @case, leader);
    }

    private async Task<(string What, bool Happened)> PairAsync(Random random, PlainCase @case, PlainPerson leader)
    {
        var volunteer = _volunteers[@case.Id][random.Next(2)];
        var what = $"Pair {@case.Number} with {volunteer.Account.UserName}";
        var (task, kind) = await StepAsync(@case);
        if (kind == HumanTaskKind.Intake)
        {
            var taken = await CarryOutAsync(what, leader, new CompleteHumanTaskCommand(task, null, TaskForm.Write(Answers.Intake)), _ => { });
            if (!taken.Happened) return taken;
            (task, _) = await StepAsync(@case);
        }

        var coordinator = _people.Single(p => p.Id == @case.Coordinators[0]);
        return await CarryOutAsync(
            what, coordinator, new CompleteHumanTaskCommand(task, null, TaskForm.Write(StepAnswers.Match(volunteer.Id))), _ => @case.Volunteer = volunteer.Account.Id);
    }

    private Task<(HumanTaskId Task, HumanTaskKind Kind)> StepAsync(PlainCase @case) => host.ReadAsync(async db =>
    {
        var steps = db.HumanTasks.Open().Where(t => t.CaseId == @case.Id
            && (t.Kind == HumanTaskKind.Intake || t.Kind == HumanTaskKind.MatchVolunteer || t.Kind == HumanTaskKind.CaseTask));
        var step = await steps.Select(t => new { t.Id, t.Kind }).SingleAsync(Cancel);
        return (step.Id, step.Kind);
    });

    /// <summary>Those that follow no signal.</summary>
    private async Task ReadCyclesAsync()
    {
        _cycles.Clear();
        _cycles.UnionWith(await host.ReadAsync(db => db.Instances.Where(i => i.RiskSignalId == null).Select(i => i.Id.Value).ToListAsync(Cancel)));
    }

    /// <summary>Who may follow, of each project; the one of a client's second case is in that one's.</summary>
    private async Task FollowersAsync()
    {
        foreach (var @case in _cases)
        {
            var follower = await A.Volunteer().In(@case.Project).InAsync(host);
            _people.Add(new PlainPerson(follower.Account));
            _volunteers.Add(@case.Id, [@case.Volunteer, follower]);
        }
    }

    /// <summary>Those that a history closed, as they were started: at the intake, with the first volunteer.</summary>
    private async Task BeginAgainAsync()
    {
        foreach (var @case in _cases.Where(c => _closed.Contains(c.Id)))
        {
            await using var scope = host.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
            var instances = db.Instances.Where(i => i.CaseId == @case.Id).Select(i => i.Id);
            await db.HumanTasks.Where(t => t.CaseId == @case.Id).ExecuteDeleteAsync(Cancel);
            await db.Intakes.Where(i => i.CaseId == @case.Id).ExecuteDeleteAsync(Cancel);
            await db.VolunteerAssignments.Where(a => a.CaseId == @case.Id).ExecuteDeleteAsync(Cancel);
            await db.Bookmarks.Where(b => instances.Contains(b.InstanceId)).ExecuteDeleteAsync(Cancel);
            await db.Journal.Where(e => instances.Contains(e.InstanceId)).ExecuteDeleteAsync(Cancel);
            await db.Instances.Where(i => i.CaseId == @case.Id).ExecuteDeleteAsync(Cancel);
            await db.Cases.Where(c => c.Id == @case.Id).ExecuteUpdateAsync(
                set => set.SetProperty(c => c.ClosedAt, (DateTimeOffset?)null).SetProperty(c => c.ClosureReason, (ClosureReason?)null)
                    .SetProperty(c => c.EndedIn, (CasePhase?)null).SetProperty(c => c.Phase, CasePhase.Intake),
                Cancel);

            db.Add(new VolunteerAssignment { CaseId = @case.Id, VolunteerId = @case.Volunteer.Id, From = host.Clock.GetUtcNow() });
            var loaded = await db.CaseForChangeAsync(CaseKey.Of(@case.Id), Actor.System, Cancel);
            await scope.ServiceProvider.GetRequiredService<WorkflowHost>().StartAsync(loaded, TestDefinitions.MatchThenTask, null, null, Cancel);
            await db.SaveChangesAsync(Cancel);
        }

        if (_closed.Count > 0) await ReadCyclesAsync();
        _closed.Clear();
    }
}
