using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Projects;
using Regulatief.Tests.Features.RiskSignals;
using Regulatief.Tests.Testing;
using Regulatief.Web.Features.HumanTasks;

namespace Regulatief.Tests.Features.HumanTasks;

/// <summary>What follows a signal is nobody's who may not know of the signal.</summary>
public sealed class AssignSignalTaskTests(SqliteHost host) : SignalTest(host)
{
    [Fact]
    public async Task AssignHumanTask_OfASignal_ToWhoMayNotKnowOfIt_IsRefused()
    {
        var colleague = await Given(A.Coordinator());
        await Host.WriteAsync(db => db.Add(new ProjectCoordinator { ProjectId = Case.Project.Id, AccountId = colleague.Id, Rank = 2 }));
        await Agree(CaseRole.Coordinator);
        await Discuss(CaseRole.Coordinator);
        await Share(CaseRole.Coordinator);
        var task = await Read(db => db.HumanTasks.SingleAsync(t => t.Kind == HumanTaskKind.RiskSignal && t.Role == AccountRole.Coordinator && t.Status == HumanTaskStatus.Open, Cancel));
        var manager = As(await Given(A.Account(AccountRole.Manager)));

        (await Coordinator.SendAsync(new TaskCandidatesQuery(task.Id))).Candidates.Select(c => c.AccountId).ShouldBe([Case.Coordinator.Id]);
        (await Should.ThrowAsync<ValidationException>(Coordinator.SendAsync(new AssignHumanTaskCommand(task.Id, colleague.Id, null)))).Errors.Single().ErrorCode.ShouldBe("task-not-for-them");
        (await Coordinator.SendAsync(new AssignHumanTasksCommand(colleague.Id, null, [task.Id]))).Refused.Single().Code.ShouldBe("task-not-for-them");
        foreach (var other in new[] { As(colleague), manager })
        {
            await Should.ThrowAsync<NotFoundException>(other.SendAsync(new AssignHumanTaskCommand(task.Id, Case.Coordinator.Id, null)));
            await Should.ThrowAsync<NotFoundException>(other.SendAsync(new TaskCandidatesQuery(task.Id)));
            (await other.SendAsync(new TasksToSpreadQuery())).Tasks.ShouldNotContain(t => t.Id == task.Id);
        }

        (await As(colleague).SendAsync(new AssignHumanTasksCommand(Case.Coordinator.Id, null, [task.Id]))).Refused.ShouldBe([new NotAssignedTask(task.Id, null, null, "task-not-yours")]);
    }
}
