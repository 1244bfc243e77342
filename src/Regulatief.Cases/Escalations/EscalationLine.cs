using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.Escalations;

/// <summary>Who is told of what, one after the other: only people who can log in, and never nobody.</summary>
public static class EscalationLine
{
    /// <summary>The coordinators of the case's project by their rank, then the managers, finally the administrators.</summary>
    /// <param name="late">Whose work is late: not told of it as if it were another's. Null when nobody took it.</param>
    /// <exception cref="InvalidOperationException">No account is active that could be told: the last administrator cannot be deactivated.</exception>
    public static async Task<IReadOnlyList<PersonInRole>> LineAsync(this RegulatiefDbContext db, Case @case, Guid? late, CancellationToken cancellationToken)
    {
        var coordinators = await db.CoordinatorsOfAsync(@case, cancellationToken);
        // They learn a number and that it is late, also of a restricted case; nothing of one whose client they know.
        var above = await db.AboveAsync(@case, cancellationToken);
        // Who stands in it twice is told once: the same person does not act in another role either.
        List<PersonInRole> line =
        [
            .. coordinators.Select(id => new PersonInRole(id, AccountRole.Coordinator)).Concat(above).DistinctBy(p => p.AccountId),
        ];
        if (line.Count == 0) throw new InvalidOperationException($"Nobody is active who could be told about case {@case.Id}.");
        return line.TrueForAll(p => p.AccountId == late) ? line : line.FindAll(p => p.AccountId != late);
    }

    /// <summary>All who may be told of what is late, from whose work it is, where the ladder names them, up to the administrators.</summary>
    /// <param name="task">Null for what a workflow escalated by itself.</param>
    internal static async Task<IReadOnlyList<ToldInLine>> LineAsync(
        this RegulatiefDbContext db, Case @case, HumanTask? task, LadderSteps ladder, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var workers = task is null || ladder is { Worker: null, Cover: null } ? [] : await db.WorkersAsync(task, @case, now, cancellationToken);
        var late = task?.Role == AccountRole.Coordinator ? task.AssigneeId : null;
        return
        [
            .. workers.Where(w => w.Rung == EscalationRung.Worker ? ladder.Worker is not null : ladder.Cover is not null),
            .. (await db.LineAsync(@case, late, cancellationToken)).Select(person => new ToldInLine(RungOf(person.Role!.Value), person)),
        ];
    }

    /// <summary>Whose work a task is by name, and who covers for them today: those who can log in and may see it.</summary>
    private static async Task<IReadOnlyList<ToldInLine>> WorkersAsync(this RegulatiefDbContext db, HumanTask task, Case @case, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if ((task.AssigneeId ?? HolderOf(task, @case)) is not { } whose) return [];
        var covering = await db.Covers.On(LegalTime.DateOf(now)).Where(c => c.AbsentId == whose && c.Role == task.Role).Colleagues().ToListAsync(cancellationToken);
        List<ToldInLine> workers = [];
        foreach (var id in covering.Prepend(whose))
        {
            if (!await db.Accounts.Active(task.Role).AnyAsync(a => a.Id == id, cancellationToken)) continue;
            var person = await db.ActorOfAsync(id, task.Role, now, cancellationToken);
            if (await db.HumanTasks.VisibleTo(person).AnyAsync(t => t.Id == task.Id, cancellationToken))
                workers.Add(new ToldInLine(id == whose ? EscalationRung.Worker : EscalationRung.Cover, new PersonInRole(id, task.Role)));
        }

        return workers;
    }

    private static Guid? HolderOf(HumanTask task, Case @case) => Party.Of(task.Role) is { } party ? @case.HolderOf(party)?.AccountId : null;

    private static EscalationRung RungOf(AccountRole role) => role switch
    {
        AccountRole.Coordinator => EscalationRung.Coordinator,
        AccountRole.Manager => EscalationRung.Manager,
        _ => EscalationRung.Administrator,
    };

    /// <summary>The first in line: the case's coordinator, unless nobody is that any more.</summary>
    /// <param name="late">Whose work is late; null when nobody took it.</param>
    public static async Task<PersonInRole> CoordinatorToTellAsync(this RegulatiefDbContext db, Case @case, Guid? late, CancellationToken cancellationToken) =>
        (await db.LineAsync(@case, late, cancellationToken))[0];

    /// <summary>Who is reminded of a task: those whose work it is today. Where that is nobody, or only somebody without access, the first in line; nobody else of what only they may know.</summary>
    public static async Task<IReadOnlyList<PersonInRole>> PeopleOfAsync(this RegulatiefDbContext db, HumanTask task, Case @case, CancellationToken cancellationToken)
    {
        if (task.RiskSignalId is { } signal) return InRole(await db.PeopleOfSignalTaskAsync(signal, task, @case, cancellationToken));

        List<Guid> byName = [.. new[] { task.AssigneeId, HolderOf(task, @case) }.OfType<Guid>()];
        // Who is no party of the case shares the work of their role.
        var isShared = task.Role is AccountRole.PrivacyOfficer or AccountRole.Manager or AccountRole.Designer or AccountRole.Administrator;
        var active = await db.Accounts.Active(task.Role).Where(a => isShared || byName.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancellationToken);
        var told = task.Role == AccountRole.Coordinator ? active.Except(await db.KeptOutAsync(@case, active, task.Role, cancellationToken)).ToList() : active;
        foreach (var named in byName)
            if (told.Contains(named)) return InRole([named]);

        if (isShared && active.Count > 0) return InRole(active);
        return HumanTaskQueries.Confidential.Contains(task.Kind) ? [] : [await db.CoordinatorToTellAsync(@case, null, cancellationToken)];

        IReadOnlyList<PersonInRole> InRole(IEnumerable<Guid> people) => [.. people.Select(id => new PersonInRole(id, task.Role))];
    }
}

/// <summary>Somebody who may be told of what is late, and why they.</summary>
internal sealed record ToldInLine(EscalationRung Rung, PersonInRole Person);
