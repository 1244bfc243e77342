using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Projects;

/// <summary>The projects, with who coordinates them.</summary>
public sealed record ProjectListQuery : IPlainQuery<ProjectListResult>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Project>();
}

/// <param name="Coordinators">Who can be chosen as one.</param>
public sealed record ProjectListResult(IReadOnlyList<ProjectItem> Projects, IReadOnlyList<SelectListItem> Coordinators, IReadOnlyList<SelectListItem> Definitions);

/// <param name="CoordinatorIds">In the order in which they are told.</param>
public sealed record ProjectItem(ProjectId Id, string Name, string WorkflowDefinitionId, string? OnCallNumber, IReadOnlyList<Guid> CoordinatorIds)
{
    public IReadOnlyList<string> CoordinatorNames { get; init; } = [];
}

internal sealed class ProjectListMapping : Profile
{
    public ProjectListMapping() => CreateMap<Project, ProjectItem>()
        .ForCtorParam(nameof(ProjectItem.CoordinatorIds), ids => ids.MapFrom(p => p.Coordinators.OrderBy(c => c.Rank).Select(c => c.AccountId)))
        .ForMember(item => item.CoordinatorNames, names => names.Ignore());
}

internal sealed class ProjectListHandler(RegulatiefDbContext db, Actor actor, IMapper mapper) : IRequestHandler<ProjectListQuery, ProjectListResult>
{
    public async Task<ProjectListResult> Handle(ProjectListQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Administrator);
        var projects = await db.Projects.OrderBy(p => p.Name).ProjectTo<ProjectItem>(mapper.ConfigurationProvider).ToListAsync(cancellationToken);
        var coordinators = await db.Accounts.Active(AccountRole.Coordinator).OrderBy(a => a.DisplayName)
            .Select(a => new { a.Id, a.DisplayName }).ToListAsync(cancellationToken);
        var definitions = await db.Definitions.Where(d => d.IsPublished).OrderBy(d => d.Name).Select(d => new { d.DefinitionId, d.Name }).ToListAsync(cancellationToken);
        var names = await db.Projects.SelectMany(p => p.Coordinators).Select(c => c.AccountId).Distinct()
            .Join(db.Accounts, id => id, a => a.Id, (_, a) => new { a.Id, a.DisplayName }).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        return new ProjectListResult(
            projects.ConvertAll(p => p with { CoordinatorNames = [.. p.CoordinatorIds.Select(id => names.GetValueOrDefault(id, ""))] }),
            coordinators.ConvertAll(c => new SelectListItem(c.DisplayName, c.Id.ToString())),
            [.. definitions.DistinctBy(d => d.DefinitionId).Select(d => new SelectListItem(d.Name, d.DefinitionId))]);
    }
}
