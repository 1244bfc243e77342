using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;

namespace Regulatief.Cases.Escalations;

/// <summary>Who is told of what, one after the other: only people who can log in, and never nobody.</summary>
public static class EscalationLine
{
    /// <summary>The coordinators of the case's project by their rank, then the managers, finally the administrators.</summary>
    /// <param name="late">Whose work is late: not told of it as if it were another's. Null when nobody took it.</param>
    /// <exception cref="InvalidOperationException">No account is active that could be told: the last administrator cannot be deactivated.</exception>
    public static async Task<IReadOnlyList<Guid>> LineAsync(this RegulatiefDbContext db, Case @case, Guid? late, CancellationToken cancellationToken)
    {
        var coordinators = await db.Projects.Where(p => p.Id == @case.ProjectId).SelectMany(p => p.Coordinators)
            .Join(db.Accounts.Where(a => a.IsActive), c => c.AccountId, a => a.Id, (c, a) => new { c.Rank, a.Id })
            .OrderBy(c => c.Rank).ThenBy(c => c.Id).Select(c => c.Id).ToListAsync(cancellationToken);
        var above = await db.Accounts.Where(a => a.IsActive && (a.Role == AccountRole.Manager || a.Role == AccountRole.Administrator))
            .Select(a => new { a.Id, a.Role }).ToListAsync(cancellationToken);

        List<Guid> line = [.. coordinators, .. above.OrderByDescending(a => a.Role == AccountRole.Manager).ThenBy(a => a.Id).Select(a => a.Id)];
        if (line.Count == 0) throw new InvalidOperationException($"Nobody is active who could be told about case {@case.Id}.");
        return line.TrueForAll(id => id == late) ? line : line.FindAll(id => id != late);
    }

    /// <summary>The first in line: the case's coordinator, unless nobody is that any more.</summary>
    /// <param name="late">Whose work is late; null when nobody took it.</param>
    public static async Task<Guid> CoordinatorToTellAsync(this RegulatiefDbContext db, Case @case, Guid? late, CancellationToken cancellationToken) =>
        (await db.LineAsync(@case, late, cancellationToken))[0];

    /// <summary>Who is reminded of a task: those whose work it is today. Where that is nobody, or only somebody without access, the first in line; nobody else of what only they may know.</summary>
    public static async Task<IReadOnlyList<Guid>> PeopleOfAsync(this RegulatiefDbContext db, HumanTask task, Case @case, CancellationToken cancellationToken)
    {
        if (task.RiskSignalId is { } signal) return await db.PeopleOfSignalTaskAsync(signal, task, @case, cancellationToken);

        List<Guid> byName = [.. new[] { task.AssigneeId, HolderOf(task.Role, @case) }.OfType<Guid>()];
        // Who is no party of the case shares the work of their role.
        var isShared = task.Role is AccountRole.PrivacyOfficer or AccountRole.Manager or AccountRole.Designer or AccountRole.Administrator;
        var active = await db.Accounts.Where(a => a.IsActive && (byName.Contains(a.Id) || (isShared && a.Role == task.Role))).Select(a => a.Id).ToListAsync(cancellationToken);
        foreach (var named in byName)
            if (active.Contains(named)) return [named];

        if (isShared && active.Count > 0) return active;
        return HumanTaskQueries.Confidential.Contains(task.Kind) ? [] : [await db.CoordinatorToTellAsync(@case, null, cancellationToken)];
    }

    private static Guid? HolderOf(AccountRole role, Case @case) => role switch
    {
        AccountRole.ProbationOfficer => @case.ProfessionalId,
        AccountRole.Volunteer => @case.CurrentAssignment?.Volunteer.AccountId,
        AccountRole.Client => @case.Client.AccountId,
        _ => null,
    };
}
