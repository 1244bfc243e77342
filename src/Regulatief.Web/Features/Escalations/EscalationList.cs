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

/// <summary>What was reported late to the actor: that it is late and whose it is, never what is in it. What hurts most comes first.</summary>
/// <param name="Handled">False for what asks for attention, true for what ended: handled, or by itself.</param>
public sealed record EscalationListQuery(bool Handled, Page Page = default) : IClientQuery<EscalationListResult>
{
    public const int PageSize = 25;

    public EscalationFilter Filter { get; init; } = new();

    AuditSubject IConcerns.Subject => AuditSubject.Of<Escalation>();
}

/// <summary>Which of what asks for attention; each part null for all.</summary>
/// <param name="Kind">One of which all may know.</param>
/// <param name="PersonId">Who it is with.</param>
public sealed record EscalationFilter(HumanTaskKind? Kind = null, Guid? ProjectId = null, Guid? PersonId = null, EscalationState? State = null)
{
    internal IQueryable<Escalation> Of(IQueryable<Escalation> escalations, RegulatiefDbContext db)
    {
        if (Kind is { } kind) escalations = escalations.OfKind(kind);
        if (ProjectId is { } project) escalations = escalations.Where(e => e.Case.ProjectId == Regulatief.Cases.Projects.ProjectId.From(project));
        if (PersonId is { } person) escalations = escalations.With(person);
        return State is { } state ? escalations.In(db, state) : escalations;
    }
}

/// <param name="OpensCases">Whether the reader may open the cases: who stands further up the line knows their numbers only.</param>
/// <param name="KeepsLadders">Whether the reader says who is told of what.</param>
public sealed record EscalationListResult(IReadOnlyList<EscalationItem> Items, int Page, int PageSize, int Total, bool Handled, bool OpensCases, bool KeepsLadders)
{
    /// <summary>Of all that asks for attention, whatever is filtered.</summary>
    public EscalationFilters Filters { get; init; } = new([], [], []);

    /// <summary>To whom of those colleagues a task can be given; empty where none can.</summary>
    public IReadOnlyList<NamedAccount> Assignees { get; init; } = [];

    /// <summary>What the actor answered to several a moment ago, and can take back.</summary>
    public Guid? BatchId { get; init; }
}

/// <param name="People">Who has what is late, and how much of it; without a name what is nobody's yet.</param>
public sealed record EscalationFilters(IReadOnlyList<HumanTaskKind> Kinds, IReadOnlyList<NamedProject> Projects, IReadOnlyList<PersonCount> People);

public sealed record NamedProject(Guid Id, string Name);

public sealed record NamedAccount(Guid Id, string Name);

public sealed record PersonCount(Guid? Id, string? Name, int Count);

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

    /// <summary>What somebody who was told answered since; null while nobody did.</summary>
    public EscalationItemAnswer? Answer { get; init; }
}

public sealed record EscalationItemAnswer(EscalationAnswerKind Kind, string? By, DateTimeOffset At, DateOnly? Until, string? Reason);

internal sealed class EscalationListMapping : Profile
{
    public EscalationListMapping() => CreateMap<Escalation, EscalationItem>()
        .ForCtorParam(nameof(EscalationItem.Title), title => title.MapFrom(EscalationQueries.ToldTitle))
        .ForCtorParam(nameof(EscalationItem.Role), role => role.MapFrom(EscalationQueries.ToldRole))
        .ForCtorParam(nameof(EscalationItem.WhoseId), whose => whose.MapFrom(EscalationQueries.Whose))
        .ForCtorParam(nameof(EscalationItem.DueOn), day => day.MapFrom(e => e.Task == null ? (DateOnly?)null : e.Task.DueOn))
        .ForMember(item => item.Who, who => who.Ignore())
        .ForMember(item => item.Answer, answer => answer.Ignore())
        .ForMember(item => item.AssignableTaskId, id => id.Ignore());
}

internal sealed class EscalationListHandler(RegulatiefDbContext db, Actor actor, ReadAudit reads, IMapper mapper, TimeProvider time) : IRequestHandler<EscalationListQuery, EscalationListResult>
{
    public async Task<EscalationListResult> Handle(EscalationListQuery query, CancellationToken cancellationToken)
    {
        var told = db.Escalations.VisibleTo(actor).Where(e => e.EndedAt != null == query.Handled);
        var escalations = query.Handled ? told : query.Filter.Of(told, db);
        var total = await escalations.CountAsync(cancellationToken);
        var page = query.Page.Of(total, EscalationListQuery.PageSize);
        var ordered = query.Handled ? escalations.OrderByDescending(e => e.EndedAt).ThenBy(e => e.Id) : escalations.ByHurt(db);
        var items = await ordered.On(page)
            .ProjectTo<EscalationItem>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);

        var ids = items.ConvertAll(i => i.Id);
        var answers = query.Handled ? new Dictionary<Guid, EscalationAnswer>() : await db.AnswersToAsync(ids, cancellationToken);
        var people = query.Handled ? [] : await told.Select(EscalationQueries.Whose).GroupBy(id => id).Select(g => new PersonCount(g.Key, null, g.Count())).ToListAsync(cancellationToken);
        var names = await NamesAsync([.. items.Select(i => i.WhoseId), .. people.Select(p => p.Id), .. answers.Values.Select(a => (Guid?)a.ById)], cancellationToken);
        var given = query.Handled ? [] : await GivenAsync(ids, cancellationToken);
        await reads.RecordListAsync(actor, nameof(EscalationListQuery), null, nameof(Escalation), ids, cancellationToken);
        return new EscalationListResult(
            items.ConvertAll(i => i with
            {
                Who = NameOf(i.WhoseId),
                AssignableTaskId = given.TryGetValue(i.Id, out var task) ? task : null,
                Answer = answers.TryGetValue(i.Id, out var a) ? new EscalationItemAnswer(a.Kind, NameOf(a.ById), a.At, a.Until, a.Reason) : null,
            }),
            page.Number, page.Size, total, query.Handled, actor.Role == AccountRole.Coordinator, actor.Role is AccountRole.Manager or AccountRole.Administrator)
        {
            Filters = query.Handled ? new([], [], []) : new(
                await KindsAsync(told, cancellationToken), await ProjectsAsync(told, cancellationToken),
                [.. people.Select(p => p with { Name = NameOf(p.Id) }).OrderByDescending(p => p.Count).ThenBy(p => p.Name)]),
            Assignees = given.Count == 0 ? [] : await AssigneesAsync(told, cancellationToken),
            BatchId = await RecentBatchAsync(cancellationToken),
        };

        string? NameOf(Guid? id) => id is { } known ? names.GetValueOrDefault(known) : null;
    }

    private async Task<Dictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid?> ids, CancellationToken cancellationToken)
    {
        var people = ids.OfType<Guid>().Distinct().ToList();
        return await db.Accounts.Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
    }

    private static async Task<IReadOnlyList<HumanTaskKind>> KindsAsync(IQueryable<Escalation> told, CancellationToken cancellationToken) =>
    [
        .. (await told.Where(e => e.Task != null && e.Task.RiskSignalId == null).Select(e => e.Task!.Kind).Distinct().ToListAsync(cancellationToken))
            .Where(kind => !HumanTaskQueries.Confidential.Contains(kind)).Order(),
    ];

    private static async Task<IReadOnlyList<NamedProject>> ProjectsAsync(IQueryable<Escalation> told, CancellationToken cancellationToken) =>
        (await told.Select(e => new { e.Case.Project.Id, e.Case.Project.Name }).Distinct().OrderBy(p => p.Name).ToListAsync(cancellationToken)).ConvertAll(p => new NamedProject(p.Id.Value, p.Name));

    /// <summary>Of these the ones whose task the actor may give to a colleague, with the task.</summary>
    private async Task<Dictionary<Guid, Guid>> GivenAsync(List<Guid> escalations, CancellationToken cancellationToken)
    {
        var tasks = db.HumanTasks.AssignedBy(actor).Shared().Open();
        return await db.Escalations.VisibleTo(actor).Where(e => escalations.Contains(e.Id) && tasks.Any(t => t.Id == e.TaskId))
            .ToDictionaryAsync(e => e.Id, e => e.TaskId!.Value.Value, cancellationToken);
    }

    private async Task<IReadOnlyList<NamedAccount>> AssigneesAsync(IQueryable<Escalation> told, CancellationToken cancellationToken)
    {
        List<Guid> able = [];
        foreach (var project in await told.Where(e => e.Task != null && e.Task.Role == AccountRole.Coordinator).Select(e => e.Case.ProjectId).Distinct().ToListAsync(cancellationToken))
            able.AddRange((await db.CoordinatingAsync(project, time.GetUtcNow(), cancellationToken)).Select(a => a.AccountId));
        return await db.Accounts.Where(a => able.Contains(a.Id)).OrderBy(a => a.DisplayName).Select(a => new NamedAccount(a.Id, a.DisplayName)).ToListAsync(cancellationToken);
    }

    private async Task<Guid?> RecentBatchAsync(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - EscalationAnswer.TakenBackWithin;
        return await db.EscalationBatches.Where(b => b.AskedById == actor.AccountId && b.AskedAs == actor.Role && b.AskedAt >= since && b.TakenBackAt == null)
            .OrderByDescending(b => b.AskedAt).Select(b => (Guid?)b.Id).FirstOrDefaultAsync(cancellationToken);
    }
}
