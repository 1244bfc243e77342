using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

/// <summary>What was reported late to the actor: that it is late and whose it is, never what is in it.</summary>
public sealed record EscalationListQuery(bool Handled, int Page = 1) : IClientQuery<EscalationListResult>
{
    public const int PageSize = 25;

    AuditSubject IConcerns.Subject => AuditSubject.Of<Escalation>();
}

public sealed record EscalationListResult(IReadOnlyList<EscalationItem> Items, int Page, int PageSize, int Total, bool Handled);

/// <param name="Title">The task's; null when the cycle escalated by itself.</param>
/// <param name="DueOn">The last day of the term that passed.</param>
/// <param name="DoneAt">When the task was done after all; null while it is not.</param>
public sealed record EscalationItem(
    Guid Id, CaseId CaseId, int CaseNumber, string? Title, AccountRole? Role, string? Who, DateOnly? DueOn, DateTimeOffset RaisedAt,
    DateTimeOffset? DoneAt, DateTimeOffset? HandledAt, string? Note);

internal sealed class EscalationListHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads) : IRequestHandler<EscalationListQuery, EscalationListResult>
{
    public async Task<EscalationListResult> Handle(EscalationListQuery query, CancellationToken cancellationToken)
    {
        var escalations = db.Escalations.VisibleTo(actor).Where(e => e.HandledAt != null == query.Handled);
        var total = await escalations.CountAsync(cancellationToken);
        var page = Math.Clamp(query.Page, 1, Math.Max(1, (total + EscalationListQuery.PageSize - 1) / EscalationListQuery.PageSize));
        var ordered = query.Handled ? escalations.OrderByDescending(e => e.HandledAt) : escalations.OrderBy(e => e.Task!.CompletedAt != null).ThenBy(e => e.RaisedAt);
        var items = await ordered.Skip((page - 1) * EscalationListQuery.PageSize).Take(EscalationListQuery.PageSize)
            .Select(e => new EscalationItem(
                e.Id, e.CaseId, e.Case.Number, e.Task!.Title, (AccountRole?)e.Task.Role,
                db.Accounts.Where(a => a.Id == (e.Task.AssigneeId ?? (e.Task.Role == AccountRole.ProbationOfficer ? e.Case.ProfessionalId : null))).Select(a => a.DisplayName).FirstOrDefault(),
                (DateOnly?)e.Task.DueOn, e.RaisedAt, e.Task.CompletedAt, e.HandledAt, e.Note))
            .ToListAsync(cancellationToken);
        await reads.RecordListAsync(actor, nameof(EscalationListQuery), null, nameof(Escalation), items.ConvertAll(e => e.Id), cancellationToken);
        return new EscalationListResult(items, page, EscalationListQuery.PageSize, total, query.Handled);
    }
}
