using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Handovers;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseHandovers;

/// <summary>What the form of a hand-over lets choose from: whose caseload, its running cases with a checklist each, and who can take over.</summary>
/// <param name="OfficerId">Whose caseload; null for the own one, or the first that they may hand over.</param>
public sealed record PrepareHandoverQuery(Guid? OfficerId) : IClientQuery<HandoverPreparation>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<CaseHandover>();
}

/// <param name="Officers">Those with running cases that the actor can hand over.</param>
/// <param name="OfficerId">Whose <see cref="Cases"/> these are; null when there is nobody.</param>
public sealed record HandoverPreparation(IReadOnlyList<SelectListItem> Officers, Guid? OfficerId, IReadOnlyList<SelectListItem> Successors, IReadOnlyList<CaseInHand> Cases);

/// <param name="ClientName">Null for a manager, who is shown numbers.</param>
/// <param name="Checklist">Null with it.</param>
/// <param name="HandedTo">Who was asked already; null when nobody was.</param>
public sealed record CaseInHand(CaseId Id, int Number, CasePhase Phase, string? ClientName, HandoverChecklist? Checklist, string? HandedTo);

internal sealed class PrepareHandoverHandler(RegulatiefDbContext db, Actor actor, Texts texts, ReadAudit reads, TimeProvider time) : IRequestHandler<PrepareHandoverQuery, HandoverPreparation>
{
    public async Task<HandoverPreparation> Handle(PrepareHandoverQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless([.. NeedToKnow.Staff]);
        var theirs = db.Cases.HandedOverBy(actor);
        var officers = await db.Accounts.Where(a => theirs.Any(c => c.ProfessionalId == a.Id))
            .OrderByDescending(a => a.Id == actor.AccountId).ThenBy(a => a.DisplayName).AsNoTracking().ToListAsync(cancellationToken);
        var officer = query.OfficerId is { } wanted ? officers.Find(a => a.Id == wanted) : officers.FirstOrDefault();
        var cases = officer is null ? [] : await CasesAsync(officer.Id, cancellationToken);
        await reads.RecordListAsync(actor, nameof(PrepareHandoverQuery), null, nameof(Case), [.. cases.Select(c => c.Id.Value)], cancellationToken);
        var successors = await db.Accounts.Active(AccountRole.ProbationOfficer).OrderBy(a => a.DisplayName).Select(a => new { a.Id, a.DisplayName }).ToListAsync(cancellationToken);
        return new HandoverPreparation(
            [.. officers.Select(a => new SelectListItem(a.Id == actor.AccountId ? texts["Handovers.Myself", a.DisplayName] : a.DisplayName, a.Id.ToString()))],
            officer?.Id,
            [.. successors.Where(a => a.Id != officer?.Id).Select(a => new SelectListItem(a.DisplayName, a.Id.ToString()))],
            cases);
    }

    private async Task<IReadOnlyList<CaseInHand>> CasesAsync(Guid officerId, CancellationToken cancellationToken)
    {
        var ids = await db.Cases.HandedOverBy(actor).Where(c => c.ProfessionalId == officerId).OrderBy(c => c.Number).Take(CaseHandover.MostCases).Select(c => c.Id).ToListAsync(cancellationToken);
        var cases = await db.Cases.HandedOverBy(actor).ForChange(ids).OrderBy(c => c.Number).AsNoTracking().ToListAsync(cancellationToken);
        var asked = await db.PutToAsync(ids, cancellationToken);
        var names = await db.NamesForAsync(actor.Role, [.. asked.Values.Distinct()], cancellationToken);
        // A manager moves work and sees no case.
        var checklists = actor.Role == AccountRole.Manager ? null : await db.ChecklistsOfAsync(cases, actor, time.Today(), cancellationToken);
        return cases.ConvertAll(c => new CaseInHand(
            c.Id, c.Number, c.Phase, checklists is null ? null : c.Client.NameFor(actor.Role), checklists?[c.Id],
            asked.TryGetValue(c.Id, out var successor) ? names[successor] : null));
    }
}
