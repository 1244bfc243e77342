using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>A task for who gives it to somebody, and to whom they can give it: each with what they have to do already.</summary>
/// <exception cref="NotFoundException">No such task, or not theirs to give.</exception>
public sealed record TaskCandidatesQuery(HumanTaskId TaskId) : IClientQuery<TaskCandidates>, IConcernsCase
{
    public CaseKey Case => CaseKey.ToAssign(TaskId);
}

/// <param name="ClientName">Null for a manager, who is shown numbers.</param>
/// <param name="HolderId">Who works on it; null while nobody does.</param>
/// <param name="IsOpen">False when it is done or was cancelled.</param>
/// <param name="Refusal">Why nobody can be given it, as a code of the error texts; null when somebody can.</param>
/// <param name="Candidates">Without who works on it.</param>
public sealed record TaskCandidates(
    HumanTaskId TaskId, string Title, AccountRole Role, DateOnly DueOn, bool IsPaused, CaseId CaseId, int CaseNumber, string? ClientName,
    Guid? HolderId, string? HolderName, bool IsOpen, string? Refusal, IReadOnlyList<TaskCandidate> Candidates);

internal sealed class TaskCandidatesHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<TaskCandidatesQuery, TaskCandidates>
{
    public async Task<TaskCandidates> Handle(TaskCandidatesQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator, AccountRole.Manager);
        var task = await db.HumanTasks.AssignedBy(actor).Include(t => t.Case.Client).AsNoTracking().GetAsync(query.TaskId, cancellationToken);
        await reads.RecordAsync(actor, nameof(TaskCandidatesQuery), task.CaseId, nameof(HumanTask), task.Id.Value, cancellationToken);
        var now = time.GetUtcNow();
        var able = await db.AssignableAsync(task, task.Case.ProjectId, now, cancellationToken);
        var holder = task.AssigneeId is { } id ? (await db.NamesForAsync(actor.Role, [id], cancellationToken)).GetValueOrDefault(id) : null;
        return new TaskCandidates(
            task.Id, task.Title, task.Role, task.DueOn, task.Case.IsPaused, task.CaseId, task.Case.Number, actor.Role == AccountRole.Manager ? null : task.Case.Client.NameFor(actor.Role),
            task.AssigneeId, holder, task.IsOpen, task.WhyNotAssigned,
            await db.WithLoadAsync([.. able.Where(a => a.AccountId != task.AssigneeId)], now, cancellationToken));
    }
}
