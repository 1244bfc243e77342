using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Instances;
using Regulatief.Web.ElsaApi.TestRuns;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.ElsaApi.Instances;

/// <summary>Running and finished cycles, and the test runs. Of whom they are is not told; those that follow a risk signal are not listed, since their number would tell.</summary>
/// <param name="Page">From 0.</param>
public sealed record ListInstancesQuery(
    int? Page, int? PageSize, string? SearchTerm, string? DefinitionId, IReadOnlyList<string>? DefinitionIds, int? Version, bool? HasIncidents,
    WorkflowStatus? Status, IReadOnlyList<WorkflowStatus>? Statuses, WorkflowSubStatus? SubStatus, IReadOnlyList<WorkflowSubStatus>? SubStatuses,
    string? OrderBy, string? OrderDirection) : IPlainQuery<ListInstancesResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<WorkflowInstance>();
}

public sealed record ListInstancesResult(IReadOnlyList<InstanceSummary> Items, int TotalCount);

public sealed record InstanceSummary(
    string Id, string DefinitionId, string DefinitionVersionId, int Version, WorkflowStatus Status, WorkflowSubStatus SubStatus, string Name, int IncidentCount,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? FinishedAt);

internal sealed class ListInstancesHandler(RegulatiefDbContext db, TestRunShelf shelf, Actor actor) : IRequestHandler<ListInstancesQuery, ListInstancesResult>
{
    private const int DefaultPageSize = 25;
    private const int MaxPageSize = 500;

    public async Task<ListInstancesResult> Handle(ListInstancesQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Designer);
        var definitionIds = (query.DefinitionIds ?? []).Concat(query.DefinitionId is null ? [] : [query.DefinitionId]).ToList();
        var statuses = (query.Statuses ?? []).Concat(query.Status is { } status ? [status] : []).ToList();
        var subStatuses = (query.SubStatuses ?? []).Concat(query.SubStatus is { } subStatus ? [subStatus] : []).ToList();

        var found = db.Instances.AsNoTracking().Where(i => i.RiskSignalId == null);
        if (definitionIds.Count > 0) found = found.Where(i => definitionIds.Contains(i.DefinitionId));
        if (query.Version is { } version) found = found.Where(i => i.DefinitionVersion == version);
        if (statuses.Count > 0) found = found.Where(i => statuses.Contains(i.Status));
        if (subStatuses.Count > 0) found = found.Where(i => subStatuses.Contains(i.SubStatus));
        if (query.HasIncidents is { } has) found = found.Where(i => db.Incidents.Any(n => n.InstanceId == i.Id && n.ResolvedAt == null) == has);
        if (query.SearchTerm is { Length: > 0 } term) found = found.Where(i => i.DefinitionId.Contains(term));

        // Test runs are few and new: they stand before the cases, on the first page.
        var tests = query.Page is > 0 ? [] : shelf.All.Where(r =>
            (definitionIds.Count == 0 || definitionIds.Contains(r.Instance.DefinitionId)) && (query.Version is null || query.Version == r.Instance.DefinitionVersion)
            && (statuses.Count == 0 || statuses.Contains(r.Instance.Status)) && (subStatuses.Count == 0 || subStatuses.Contains(r.Instance.SubStatus))
            && (query.HasIncidents is null || query.HasIncidents == r.Incidents.Count > 0)).Select(SummaryOf).ToList();

        var size = Math.Clamp(query.PageSize ?? DefaultPageSize, 1, MaxPageSize);
        var ordered = query.OrderDirection == "Ascending" ? found.OrderBy(i => i.StartedAt) : found.OrderByDescending(i => i.StartedAt);
        var total = await found.CountAsync(cancellationToken);
        var page = await ordered.On(Page.FromZero(query.Page).Of(total, size)).Select(i => new
        {
            Instance = i,
            Definition = db.Definitions.Where(d => d.DefinitionId == i.DefinitionId && d.Version == i.DefinitionVersion).Select(d => new { d.Id, d.Name }).FirstOrDefault(),
            Incidents = db.Incidents.Count(n => n.InstanceId == i.Id && n.ResolvedAt == null),
        }).ToListAsync(cancellationToken);
        var cases = page.Select(row => new InstanceSummary(
            row.Instance.Id.Value.ToString("N"), row.Instance.DefinitionId, row.Definition?.Id.ToString("N") ?? "", row.Instance.DefinitionVersion, row.Instance.Status,
            row.Instance.SubStatus, row.Definition?.Name ?? row.Instance.DefinitionId, row.Incidents, row.Instance.StartedAt, row.Instance.UpdatedAt,
            row.Instance.Status == WorkflowStatus.Finished ? row.Instance.UpdatedAt : null));
        return new ListInstancesResult([.. tests, .. cases], tests.Count + total);
    }

    private static InstanceSummary SummaryOf(InstanceRecord run) => new(
        run.Id.ToString("N"), run.Instance.DefinitionId, run.DefinitionVersionId, run.Instance.DefinitionVersion, run.Instance.Status, run.Instance.SubStatus,
        $"{run.DefinitionName} (test)", run.Incidents.Count, run.StartedAt, run.UpdatedAt, run.Instance.Status == WorkflowStatus.Finished ? run.UpdatedAt : null);
}
