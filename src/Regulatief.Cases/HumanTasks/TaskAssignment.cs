using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Cases.Time;

namespace Regulatief.Cases.HumanTasks;

/// <summary>Somebody who may be given a task, with what they have to do already.</summary>
/// <param name="OpenTasks">Of those that they took or were given, without the ones that only those whose work it is know of.</param>
/// <param name="Cases">The running ones that are their work.</param>
/// <param name="AbsentUntil">Their last day of absence; null when they are here.</param>
/// <param name="CoveredBy">Who does their work until then; null when nobody does.</param>
public sealed record TaskCandidate(Guid AccountId, string Name, int OpenTasks, int Overdue, int Cases, DateOnly? AbsentUntil, string? CoveredBy);

public static class TaskAssignment
{
    /// <summary>Who can be given this task: of those who coordinate its project today the ones to whom it is visible.</summary>
    public static async Task<IReadOnlyList<Actor>> AssignableAsync(this RegulatiefDbContext db, HumanTask task, ProjectId project, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<Actor> able = [];
        if (task.WhyNotAssigned is not null || !task.IsOpen) return able;
        foreach (var person in await db.CoordinatingAsync(project, now, cancellationToken))
            if (await db.HumanTasks.VisibleTo(person).AnyAsync(t => t.Id == task.Id, cancellationToken)) able.Add(person);
        return able;
    }

    /// <summary>Who coordinates this project today and can log in: its coordinators, and those who cover for one of them.</summary>
    public static async Task<IReadOnlyList<Actor>> CoordinatingAsync(this RegulatiefDbContext db, ProjectId project, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var named = db.Projects.Where(p => p.Id == project).SelectMany(p => p.Coordinators).Select(c => c.AccountId);
        var covering = db.Covers.On(LegalTime.DateOf(now)).Where(c => c.Role == AccountRole.Coordinator && named.Contains(c.AbsentId)).Colleagues();
        var ids = await db.Accounts.Active(AccountRole.Coordinator).Where(a => named.Contains(a.Id) || covering.Contains(a.Id)).OrderBy(a => a.DisplayName).Select(a => a.Id).ToListAsync(cancellationToken);
        List<Actor> people = [];
        foreach (var id in ids) people.Add(await db.ActorOfAsync(id, AccountRole.Coordinator, now, cancellationToken));
        return people;
    }

    /// <summary>The same people with what each has to do: those who are here first, and of them who has least.</summary>
    public static async Task<IReadOnlyList<TaskCandidate>> WithLoadAsync(this RegulatiefDbContext db, IReadOnlyList<Actor> people, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (today, ids) = (LegalTime.DateOf(now), people.Select(p => (Guid?)p.AccountId).ToList());
        var held = db.HumanTasks.KnownToAll().Shared().Where(t => ids.Contains(t.AssigneeId));
        var open = await held.Open().GroupBy(t => t.AssigneeId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key!.Value, g => g.Count, cancellationToken);
        var overdue = await held.OverdueOn(today).GroupBy(t => t.AssigneeId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key!.Value, g => g.Count, cancellationToken);
        var absences = await db.Covers.On(today).Where(c => c.Role == AccountRole.Coordinator && ids.Contains(c.AbsentId)).AsNoTracking().ToListAsync(cancellationToken);
        var shown = ids.Concat(absences.Select(c => c.CoveredById)).Distinct().ToList();
        var names = await db.Accounts.Where(a => shown.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);

        List<TaskCandidate> candidates = [];
        foreach (var person in people)
        {
            var cases = await db.Cases.WorkedOnBy(person).CountAsync(c => c.ClosedAt == null, cancellationToken);
            var absence = absences.Find(c => c.AbsentId == person.AccountId);
            candidates.Add(new TaskCandidate(
                person.AccountId, names[person.AccountId], open.GetValueOrDefault(person.AccountId), overdue.GetValueOrDefault(person.AccountId), cases,
                absence?.Until, absence?.CoveredById is { } by ? names[by] : null));
        }

        return [.. candidates.OrderBy(c => c.AbsentUntil is not null).ThenBy(c => c.OpenTasks)];
    }

    /// <summary>Tells who got it and who had it before; nobody what they did themselves.</summary>
    /// <param name="before">Null when nobody had it.</param>
    public static void TellOfAssignment(this RegulatiefDbContext db, HumanTask task, Guid? before, Actor by, DateTimeOffset at)
    {
        if (task.AssigneeId == before) return;
        Tell(before, NoticeKind.TaskTakenAway);
        Tell(task.AssigneeId, NoticeKind.TaskAssigned);

        void Tell(Guid? whom, NoticeKind kind)
        {
            if (whom is { } accountId && accountId != by.AccountId)
                db.Notices.Add(new Notice { AccountId = accountId, Role = task.Role, Kind = kind, CaseId = task.CaseId, SubjectId = task.Id.Value, At = at });
        }
    }
}
