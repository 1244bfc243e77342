using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

/// <summary>Who is told in a project that something is late, by the kind of task.</summary>
/// <param name="ProjectId">Null for the first one.</param>
/// <exception cref="NotFoundException">No such project.</exception>
public sealed record ListLaddersQuery(Guid? ProjectId) : IPlainQuery<LadderList>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Project>(ProjectId);
}

/// <param name="Project">Null while there is none.</param>
public sealed record LadderList(IReadOnlyList<LadderProject> Projects, LadderProject? Project, IReadOnlyList<LadderItem> Ladders);

public sealed record LadderProject(Guid Id, string Name);

/// <param name="IsDefault">Whether the project says nothing else: then the cycle says when its coordinator is told.</param>
public sealed record LadderItem(HumanTaskKind Kind, LadderSteps Steps, bool IsDefault);

internal sealed class ListLaddersHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<ListLaddersQuery, LadderList>
{
    public async Task<LadderList> Handle(ListLaddersQuery query, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Manager, AccountRole.Administrator);
        var projects = await db.Projects.OrderBy(p => p.Name).Select(p => new { p.Id, p.Name }).ToListAsync(cancellationToken);
        var shown = projects.ConvertAll(p => new LadderProject(p.Id.Value, p.Name));
        var project = query.ProjectId is { } id ? shown.Find(p => p.Id == id) ?? throw new NotFoundException(nameof(Project), id) : shown.FirstOrDefault();
        if (project is null) return new LadderList(shown, null, []);

        var set = await db.LaddersAsync(ProjectId.From(project.Id), cancellationToken);
        return new LadderList(shown, project, [.. EscalationLadder.Kinds.Select(kind => new LadderItem(kind, set.GetValueOrDefault(kind, LadderSteps.Default), !set.ContainsKey(kind)))]);
    }
}
