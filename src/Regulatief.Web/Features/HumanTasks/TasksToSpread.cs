using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.HumanTasks;

/// <summary>Open tasks of one project that nobody works on, or that one person does, to be spread over colleagues; and who they are.</summary>
/// <param name="ProjectId">Null for the first that has such tasks.</param>
/// <param name="HolderId">Null for those that nobody works on.</param>
public sealed record TasksToSpreadQuery(Guid? ProjectId = null, Guid? HolderId = null) : IClientQuery<TasksToSpread>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<HumanTask>();
}

/// <param name="ProjectId">Whose tasks these are; null when no project has any.</param>
/// <param name="Total">Of which <see cref="Tasks"/> are the first due.</param>
/// <param name="Candidates">Without the one who works on them.</param>
public sealed record TasksToSpread(
    Guid? ProjectId, Guid? HolderId, IReadOnlyList<ProjectWithTasks> Projects, int Unheld, IReadOnlyList<TaskHolder> Holders,
    IReadOnlyList<TaskToSpread> Tasks, int Total, IReadOnlyList<TaskCandidate> Candidates);

public sealed record ProjectWithTasks(Guid Id, string Name);

/// <param name="IsActive">False for one who can no longer log in: what they work on waits for nobody.</param>
public sealed record TaskHolder(Guid AccountId, string Name, int Tasks, bool IsActive);

/// <param name="ClientName">Null for a manager, who is shown numbers.</param>
public sealed record TaskToSpread(HumanTaskId Id, string Title, int CaseNumber, string? ClientName, DateOnly DueOn, bool IsPaused);

internal sealed class TasksToSpreadHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<TasksToSpreadQuery, TasksToSpread>
{
    public async Task<TasksToSpread> Handle(TasksToSpreadQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator, AccountRole.Manager);
        var open = db.HumanTasks.AssignedBy(actor).Shared().Open();
        var counted = await open.GroupBy(t => new { t.Case.ProjectId, t.Case.Project.Name, t.AssigneeId })
            .Select(g => new { g.Key.ProjectId, g.Key.Name, g.Key.AssigneeId, Count = g.Count() }).ToListAsync(cancellationToken);
        List<ProjectWithTasks> projects = [.. counted.Select(c => new ProjectWithTasks(c.ProjectId.Value, c.Name)).Distinct().OrderBy(p => p.Name, StringComparer.Ordinal)];
        var chosen = projects.Find(p => p.Id == query.ProjectId)
            ?? projects.Find(p => counted.Exists(c => c.ProjectId.Value == p.Id && c.AssigneeId == query.HolderId)) ?? projects.FirstOrDefault();
        if (chosen is null)
        {
            await reads.RecordListAsync(actor, nameof(TasksToSpreadQuery), null, nameof(Case), [], cancellationToken);
            return new TasksToSpread(null, query.HolderId, [], 0, [], [], 0, []);
        }

        var project = ProjectId.From(chosen.Id);
        var (ofProject, now) = (counted.Where(c => c.ProjectId == project).ToList(), time.GetUtcNow());
        var tasks = await TasksAsync(open.Where(t => t.Case.ProjectId == project && t.AssigneeId == query.HolderId), cancellationToken);
        var people = await db.CoordinatingAsync(project, now, cancellationToken);
        return new TasksToSpread(
            chosen.Id, query.HolderId, projects, ofProject.Find(c => c.AssigneeId is null)?.Count ?? 0,
            await HoldersAsync(ofProject.Where(c => c.AssigneeId is not null).ToDictionary(c => c.AssigneeId!.Value, c => c.Count), cancellationToken),
            tasks, ofProject.Find(c => c.AssigneeId == query.HolderId)?.Count ?? 0,
            await db.WithLoadAsync([.. people.Where(p => p.AccountId != query.HolderId)], now, cancellationToken));
    }

    private async Task<IReadOnlyList<TaskToSpread>> TasksAsync(IQueryable<HumanTask> wanted, CancellationToken cancellationToken)
    {
        var tasks = await wanted.OrderBy(t => t.DueOn).ThenBy(t => t.Id).Take(HumanTask.MostAssigned)
            .Select(t => new { t.Id, t.CaseId, t.Title, t.Case.Number, t.Case.Client, t.DueOn, IsPaused = t.Case.PausedAt != null }).AsNoTracking().ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(TasksToSpreadQuery), null, nameof(Case), [.. tasks.Select(t => t.CaseId.Value).Distinct()], cancellationToken);
        return tasks.ConvertAll(t => new TaskToSpread(t.Id, t.Title, t.Number, actor.Role == AccountRole.Manager ? null : t.Client.NameFor(actor.Role), t.DueOn, t.IsPaused));
    }

    private async Task<IReadOnlyList<TaskHolder>> HoldersAsync(Dictionary<Guid, int> counts, CancellationToken cancellationToken)
    {
        var ids = counts.Keys.ToList();
        var people = await db.Accounts.Where(a => ids.Contains(a.Id)).OrderBy(a => a.DisplayName)
            .Select(a => new { a.Id, a.DisplayName, IsActive = a.IsActive && a.Roles.Any(r => r.Role == AccountRole.Coordinator) }).ToListAsync(cancellationToken);
        return people.ConvertAll(p => new TaskHolder(p.Id, p.DisplayName, counts[p.Id], p.IsActive));
    }
}
