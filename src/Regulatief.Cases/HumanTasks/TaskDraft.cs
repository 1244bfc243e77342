using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.HumanTasks;

/// <summary>A form half filled in, kept for who filled it in. Theirs alone, and gone when the task ends.</summary>
public sealed class TaskDraft
{
    public required HumanTaskId TaskId { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The answers as the form of the task's kind reads them, unchecked.</summary>
    public required string AnswersJson { get; set; }

    public required DateTimeOffset SavedAt { get; set; }
}

internal sealed class TaskDraftConfiguration : IEntityTypeConfiguration<TaskDraft>
{
    public void Configure(EntityTypeBuilder<TaskDraft> builder)
    {
        builder.HasKey(d => new { d.TaskId, d.AccountId });
        builder.HasOne<HumanTask>().WithMany().HasForeignKey(d => d.TaskId);
    }
}

public static class TaskDraftQueries
{
    /// <summary>This person's draft of a task; whether others have one nobody learns.</summary>
    public static IQueryable<TaskDraft> Of(this IQueryable<TaskDraft> drafts, HumanTaskId taskId, Actor actor) =>
        drafts.Where(d => d.TaskId == taskId && d.AccountId == actor.AccountId);

    /// <summary>Removes what was kept of tasks that ended. Asks nothing for those that nobody kept a draft of.</summary>
    public static async Task RemoveDraftsAsync(this RegulatiefDbContext db, IEnumerable<HumanTask> ended, CancellationToken cancellationToken)
    {
        var tasks = ended.Where(t => t is { HasDrafts: true, IsOpen: false }).ToList();
        if (tasks.Count == 0) return;
        var ids = tasks.ConvertAll(t => t.Id);
        db.TaskDrafts.RemoveRange(await db.TaskDrafts.Where(d => ids.Contains(d.TaskId)).ToListAsync(cancellationToken));
        foreach (var task in tasks) task.HasDrafts = false;
    }
}
