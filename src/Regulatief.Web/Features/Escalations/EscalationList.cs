using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

/// <summary>What was reported late to the actor: that it is late and whose it is, never what is in it.</summary>
/// <param name="Handled">False for what asks for attention, true for what ended: handled, or by itself.</param>
public sealed record EscalationListQuery(bool Handled, Page Page = default) : IClientQuery<EscalationListResult>
{
    public const int PageSize = 25;

    AuditSubject IConcerns.Subject => AuditSubject.Of<Escalation>();
}

/// <param name="OpensCases">Whether the reader may open the cases: who stands further up the line knows their numbers only.</param>
public sealed record EscalationListResult(IReadOnlyList<EscalationItem> Items, int Page, int PageSize, int Total, bool Handled, bool OpensCases);

/// <param name="Title">The task's; null when the cycle escalated by itself, or when only those whose work it is may know what it is.</param>
/// <param name="Role">Whose work the task is; null when the cycle escalated by itself.</param>
/// <param name="DueOn">The last day of the term that passed.</param>
/// <param name="Generation">1 when it was raised for the first time.</param>
public sealed record EscalationItem(
    Guid Id, CaseId CaseId, int CaseNumber, string? Title, AccountRole? Role, Guid? WhoseId, DateOnly? DueOn, DateTimeOffset RaisedAt, int Generation,
    DateTimeOffset? EndedAt, EscalationEnding? Ending, string? Note)
{
    /// <summary>Whose work it is, by name; null when nobody took it.</summary>
    public string? Who { get; init; }

    /// <summary>The task, where the reader may give it to a colleague; null for others.</summary>
    public Guid? AssignableTaskId { get; init; }
}

internal sealed class EscalationListMapping : Profile
{
    public EscalationListMapping() => CreateMap<Escalation, EscalationItem>()
        .ForCtorParam(nameof(EscalationItem.Title), title => title.MapFrom(EscalationQueries.ToldTitle))
        .ForCtorParam(nameof(EscalationItem.Role), role => role.MapFrom(EscalationQueries.ToldRole))
        .ForCtorParam(nameof(EscalationItem.WhoseId), whose => whose.MapFrom(e =>
            e.Task == null ? null : e.Task.AssigneeId ?? (e.Task.Role == AccountRole.ProbationOfficer ? e.Case.ProfessionalId : null)))
        .ForCtorParam(nameof(EscalationItem.DueOn), day => day.MapFrom(e => e.Task == null ? (DateOnly?)null : e.Task.DueOn))
        .ForMember(item => item.Who, who => who.Ignore())
        .ForMember(item => item.AssignableTaskId, id => id.Ignore());
}

internal sealed class EscalationListHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, IMapper mapper) : IRequestHandler<EscalationListQuery, EscalationListResult>
{
    public async Task<EscalationListResult> Handle(EscalationListQuery query, CancellationToken cancellationToken)
    {
        var escalations = db.Escalations.VisibleTo(actor).Where(e => e.EndedAt != null == query.Handled);
        var total = await escalations.CountAsync(cancellationToken);
        var page = query.Page.Of(total, EscalationListQuery.PageSize);
        var ordered = query.Handled ? escalations.OrderByDescending(e => e.EndedAt) : escalations.OrderBy(e => e.RaisedAt);
        var items = await ordered.ThenBy(e => e.Id).On(page)
            .ProjectTo<EscalationItem>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);

        var people = items.Select(i => i.WhoseId).OfType<Guid>().Distinct().ToList();
        var names = await db.Accounts.Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        var given = query.Handled ? [] : await GivenAsync(items.ConvertAll(i => i.Id), cancellationToken);
        await reads.RecordListAsync(actor, nameof(EscalationListQuery), null, nameof(Escalation), items.ConvertAll(e => e.Id), cancellationToken);
        return new EscalationListResult(
            items.ConvertAll(i => i with
            {
                Who = i.WhoseId is { } id ? names.GetValueOrDefault(id) : null,
                AssignableTaskId = given.TryGetValue(i.Id, out var task) ? task : null,
            }),
            page.Number, page.Size, total, query.Handled, actor.Role == AccountRole.Coordinator);
    }

    /// <summary>Of these the ones whose task the actor may give to a colleague, with the task.</summary>
    private async Task<Dictionary<Guid, Guid>> GivenAsync(List<Guid> escalations, CancellationToken cancellationToken)
    {
        var tasks = db.HumanTasks.AssignedBy(actor).Shared().Open();
        return await db.Escalations.VisibleTo(actor).Where(e => escalations.Contains(e.Id) && tasks.Any(t => t.Id == e.TaskId))
            .ToDictionaryAsync(e => e.Id, e => e.TaskId!.Value.Value, cancellationToken);
    }
}
