using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Closures;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseActions;

/// <summary>What the page of an action says about the case.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
public sealed record CaseActionQuery(CaseId CaseId) : IClientQuery<ActionHeader>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

/// <param name="Goals">Those that are worked on.</param>
/// <param name="PhasesToReopenAt">Where a closed case can go on; empty for one that runs.</param>
public sealed record ActionHeader(CaseId CaseId, int Number, string ClientName, string? Volunteer, IReadOnlyList<(GoalId Id, string Text)> Goals, AccountRole Role, IReadOnlyList<CasePhase> PhasesToReopenAt)
{
    /// <summary>A client has a page of their own.</summary>
    public string CaseUrl => Role == AccountRole.Client ? "/mijn-traject" : $"/trajecten/{CaseId}";
}

/// <summary>The fields of every action; each shows its own.</summary>
public sealed class CaseActionForm
{
    public string? Reason { get; set; }

    public ClosureReason? Kind { get; set; }

    public CasePhase? Phase { get; set; }

    public Guid? ProfessionalId { get; set; }

    public Guid? GoalId { get; set; }

    public string? Text { get; set; }

    public GoalKind? GoalKind { get; set; }

    public LifeDomain? LifeDomain { get; set; }

    public DateOnly? LastDay { get; set; }
}

/// <param name="Action">As in the address; the texts of the page are named after it.</param>
public sealed record CaseActionPage(ActionHeader Header, string Action, CaseActionForm Form, IReadOnlyList<SelectListItem> Choices);

internal sealed class CaseActionHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, TimeProvider time) : IRequestHandler<CaseActionQuery, ActionHeader>
{
    public async Task<ActionHeader> Handle(CaseActionQuery query, CancellationToken cancellationToken)
    {
        var @case = await db.Cases.WorkedOnBy(actor).ForChange(query.CaseId).AsNoTracking().GetAsync(query.CaseId, cancellationToken);
        await reads.RecordAsync(actor, nameof(CaseActionQuery), @case.Id, nameof(Case), @case.Id.Value, cancellationToken);
        var goals = actor.Role == AccountRole.ProbationOfficer ? @case.Goals.Where(g => g.EndedAt is null).Select(g => (g.Id, g.Text)).ToList() : [];
        return new ActionHeader(@case.Id, @case.Number, @case.Client.NameFor(actor.Role), @case.CurrentAssignment?.Volunteer.NameFor(actor.Role), goals, actor.Role!.Value,
            @case.IsClosed ? await PhasesToReopenAtAsync(@case, cancellationToken) : []);
    }

    private async Task<IReadOnlyList<CasePhase>> PhasesToReopenAtAsync(Case @case, CancellationToken cancellationToken)
    {
        var reopening = await db.ReopeningOfAsync(@case, time.Today(), cancellationToken);
        return [.. Reopening.Phases.Where(phase => reopening.RefusalAt(phase, @case.Number) is null)];
    }
}
