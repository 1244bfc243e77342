using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Regulatief.Cases.Persistence;

namespace Regulatief.Cases.Operations;

/// <summary>Keeps for all to see how the turns of a process go. Beside the pipeline: it is nobody's doing, and no row of the audit log.</summary>
public sealed class JobTurns(IServiceScopeFactory scopes, WriteGate gate, TimeProvider time)
{
    /// <summary>Writes how they stand now, and takes away what a process told last that is gone for a day.</summary>
    /// <param name="turns">All of one process.</param>
    public async Task KeepAsync(IReadOnlyCollection<JobTurn> turns, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>();
        using var passage = await gate.EnterAsync(cancellationToken);
        var now = time.GetUtcNow();
        var nodes = turns.Select(t => t.Node).Distinct().ToList();
        var stored = await db.JobTurns.Where(t => nodes.Contains(t.Node)).ToListAsync(cancellationToken);
        foreach (var turn in turns)
        {
            var told = turn with { SeenAt = now };
            if (stored.Find(t => t.Node == turn.Node && t.Job == turn.Job) is { } row) db.Entry(row).CurrentValues.SetValues(told);
            else db.Add(told);
        }

        await db.SaveChangesAsync(cancellationToken);
        var gone = now - JobTurn.RetainFor;
        await db.JobTurns.Where(t => t.SeenAt < gone).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>A process that stops in order takes its rows along.</summary>
    public async Task ForgetAsync(string node, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var passage = await gate.EnterAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<RegulatiefDbContext>().JobTurns.Where(t => t.Node == node).ExecuteDeleteAsync(cancellationToken);
    }
}
