using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.TaskTerms;

/// <summary>The term of a task: its last day, each later one that it was given or that was asked for, and whether the reader may give one.</summary>
/// <exception cref="NotFoundException">No such task, or not theirs to know of.</exception>
public sealed record TermPageQuery(HumanTaskId TaskId) : IClientQuery<TermPage>, IConcernsCase
{
    public CaseKey Case => CaseKey.ToExtend(TaskId);
}

/// <param name="Refusal">Why no later day can be given, as a code of the error texts; null when one can.</param>
/// <param name="Gives">Whether the reader gives a later day, rather than asks for it.</param>
public sealed record TermPage(
    HumanTaskId TaskId, string Title, AccountRole Role, DateOnly DueOn, bool IsPaused, CaseId CaseId, int CaseNumber, bool IsOwn, string? Refusal, bool Gives, IReadOnlyList<TermChange> Changes)
{
    /// <summary>What waits for a decision; null when nothing does.</summary>
    public TermChange? Asked => Changes.FirstOrDefault(c => c.State == TermExtensionState.Asked);
}

public sealed record TermChange(Guid Id, DateOnly DueBefore, DateOnly DueOn, string Reason, string? By, DateTimeOffset At, TermExtensionState State, string? DecidedBy, string? WhyNot);

internal sealed class TermPageHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<TermPageQuery, TermPage>
{
    public async Task<TermPage> Handle(TermPageQuery query, CancellationToken cancellationToken)
    {
        var known = await db.HumanTasks.TermsKnownTo(actor).Where(t => t.Task.Id == query.TaskId).AsNoTracking().SingleOrDefaultAsync(cancellationToken)
            ?? throw new NotFoundException(nameof(HumanTask), query.TaskId);
        var (task, @case) = (known.Task, known.Case);
        await reads.RecordAsync(actor, nameof(TermPageQuery), task.CaseId, nameof(HumanTask), task.Id.Value, cancellationToken);
        var changes = await db.TermExtensions.Where(e => e.TaskId == task.Id).OrderByDescending(e => e.AskedAt).ThenByDescending(e => e.DueOn).AsNoTracking().ToListAsync(cancellationToken);
        var names = await db.NamesForAsync(actor.Role, [.. changes.SelectMany(c => new[] { c.AskedById, c.DecidedById ?? c.AskedById }).Distinct()], cancellationToken);
        return new TermPage(
            task.Id, task.Title, task.Role, task.DueOn, @case.IsPaused, task.CaseId, @case.Number, known.IsOwn, RefusalOf(task, @case.IsPaused), known.Gives,
            changes.ConvertAll(c => new TermChange(
                c.Id, c.DueBefore, c.DueOn, c.Reason, names.GetValueOrDefault(c.AskedById), c.AskedAt, c.State, c.DecidedById is { } by ? names.GetValueOrDefault(by) : null, c.WhyNot)));
    }

    private static string? RefusalOf(HumanTask task, bool isPaused) => task.IsOpen ? task.WhyNotExtended(isPaused) : "task-already-done";
}
