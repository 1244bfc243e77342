using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Reports;

/// <summary>How the unit is doing, in figures: no client, and nothing of a signal that somebody keeps to themselves.</summary>
public sealed record CaseloadQuery : IPlainQuery<Caseload>
{
    AuditSubject IConcerns.Subject => AuditSubject.None;
}

public sealed record Caseload(
    IReadOnlyList<ProjectFigures> Projects, IReadOnlyList<PhaseFigures> Phases, TermFigures Terms, IReadOnlyList<OfficerFigures> Officers, VolunteerFigures Volunteers)
{
    public int Running => Projects.Sum(p => p.Running);
}

public sealed record ProjectFigures(string Name, int Running, int Paused, int WithoutVolunteer, int ClosedThisYear);

public sealed record PhaseFigures(CasePhase Phase, int Cases);

public sealed record TermFigures(int Open, int Overdue, int EscalatedOpen)
{
    public int OverdueShare => Open == 0 ? 0 : (int)Math.Round(100.0 * Overdue / Open);
}

public sealed record OfficerFigures(string Name, int Cases, int OpenTasks, int Overdue);

/// <param name="ExpiringSoon">Those whose declaration of conduct ends within 60 days.</param>
public sealed record VolunteerFigures(int Active, int Paired, int WithRoom, int ExpiringSoon);

internal sealed class CaseloadHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<CaseloadQuery, Caseload>
{
    private const int SoonInDays = 60;

    public async Task<Caseload> Handle(CaseloadQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Manager);
        return new Caseload(
            await ProjectsAsync(cancellationToken), await PhasesAsync(cancellationToken), await TermsAsync(cancellationToken),
            await OfficersAsync(cancellationToken), await VolunteersAsync(cancellationToken));
    }

    private async Task<IReadOnlyList<ProjectFigures>> ProjectsAsync(CancellationToken cancellationToken)
    {
        var year = LegalTime.At(new DateOnly(time.Today().Year, 1, 1), TimeOnly.MinValue);
        return await db.Projects.OrderBy(p => p.Name).Select(p => new ProjectFigures(
            p.Name,
            db.Cases.Count(c => c.ProjectId == p.Id && c.ClosedAt == null),
            db.Cases.Count(c => c.ProjectId == p.Id && c.ClosedAt == null && c.PausedAt != null),
            db.Cases.Count(c => c.ProjectId == p.Id && c.ClosedAt == null && c.Phase != CasePhase.Intake && c.Phase != CasePhase.InclusionCheck && c.Assignments.All(a => a.Until != null)),
            db.Cases.Count(c => c.ProjectId == p.Id && c.ClosedAt >= year))).ToListAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<PhaseFigures>> PhasesAsync(CancellationToken cancellationToken)
    {
        var counted = await db.Cases.Where(c => c.ClosedAt == null).GroupBy(c => c.Phase).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return [.. Enum.GetValues<CasePhase>().Where(p => p != CasePhase.Closed).Select(p => new PhaseFigures(p, counted.GetValueOrDefault(p)))];
    }

    private async Task<TermFigures> TermsAsync(CancellationToken cancellationToken)
    {
        var tasks = db.HumanTasks.KnownToAll();
        var escalated = await db.Escalations.Open().Where(e => e.Rung != EscalationRung.Worker && e.Rung != EscalationRung.Cover && (e.TaskId == null || tasks.Any(t => t.Id == e.TaskId)))
            .Select(e => e.SubjectId).Distinct().CountAsync(cancellationToken);
        return new TermFigures(await tasks.Open().CountAsync(cancellationToken), await tasks.OverdueOn(time.Today()).CountAsync(cancellationToken), escalated);
    }

    private async Task<IReadOnlyList<OfficerFigures>> OfficersAsync(CancellationToken cancellationToken)
    {
        var open = db.HumanTasks.KnownToAll().Open().Where(t => t.Role == AccountRole.ProbationOfficer);
        var late = db.HumanTasks.KnownToAll().OverdueOn(time.Today()).Where(t => t.Role == AccountRole.ProbationOfficer);
        return await db.Accounts.Active(AccountRole.ProbationOfficer).OrderBy(a => a.DisplayName).Select(a => new OfficerFigures(
            a.DisplayName,
            db.Cases.Count(c => c.ProfessionalId == a.Id && c.ClosedAt == null),
            open.Count(t => t.Case.ProfessionalId == a.Id),
            late.Count(t => t.Case.ProfessionalId == a.Id))).ToListAsync(cancellationToken);
    }

    private async Task<VolunteerFigures> VolunteersAsync(CancellationToken cancellationToken)
    {
        var today = time.Today();
        var loads = await db.Volunteers.Where(v => v.IsActive).WithLoad(db).AsNoTracking().ToListAsync(cancellationToken);
        return new VolunteerFigures(
            loads.Count, loads.Count(v => v.Caseload > 0), loads.Count(v => !v.ObstaclesOn(today).Any()),
            loads.Count(v => v.Volunteer.ConductDeclarationUntil is { } until && until >= today && until <= today.AddDays(SoonInDays)));
    }
}
