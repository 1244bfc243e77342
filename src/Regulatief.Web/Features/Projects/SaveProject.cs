using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Projects;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Projects;

/// <summary>Makes a project, or changes one. There is always a coordinator: somebody must be told of what is late.</summary>
/// <exception cref="ValidationException">Something is missing or cannot be chosen.</exception>
/// <exception cref="NotFoundException">No such project.</exception>
public sealed record SaveProjectCommand : ICommand<Guid>, IMakes<Guid>
{
    /// <summary>Null for a new one.</summary>
    public Guid? ProjectId { get; init; }

    public string? Name { get; init; }

    public string? WorkflowDefinitionId { get; init; }

    /// <summary>Shown where acute danger is invoked; null for none.</summary>
    public string? OnCallNumber { get; init; }

    /// <summary>Told first.</summary>
    public Guid? FirstCoordinatorId { get; init; }

    public List<Guid> OtherCoordinatorIds { get; init; } = [];

    AuditSubject IConcerns.Subject => AuditSubject.Of<Project>(ProjectId);

    AuditSubject IMakes<Guid>.Made(Guid result) => AuditSubject.Of<Project>(result);
}

internal sealed class SaveProjectValidator : AbstractValidator<SaveProjectCommand>
{
    public SaveProjectValidator()
    {
        RuleFor(c => c.Name).NotEmpty().MaximumLength(200);
        RuleFor(c => c.WorkflowDefinitionId).NotEmpty();
        RuleFor(c => c.OnCallNumber).MaximumLength(30);
        RuleFor(c => c.FirstCoordinatorId).NotNull();
    }
}

internal sealed class SaveProjectHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<SaveProjectCommand, Guid>
{
    public async Task<Guid> Handle(SaveProjectCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Administrator);
        List<Guid> coordinators = [.. command.OtherCoordinatorIds.Prepend(command.FirstCoordinatorId!.Value).Distinct()];
        var known = await db.Accounts.Active(AccountRole.Coordinator).CountAsync(a => coordinators.Contains(a.Id), cancellationToken);
        if (known != coordinators.Count) throw Refusal(nameof(command.FirstCoordinatorId));
        if (!await db.Definitions.AnyAsync(d => d.DefinitionId == command.WorkflowDefinitionId && d.IsPublished, cancellationToken))
            throw Refusal(nameof(command.WorkflowDefinitionId));

        var project = await ProjectAsync(command, cancellationToken);
        (project.Name, project.WorkflowDefinitionId, project.OnCallNumber) = (command.Name!, command.WorkflowDefinitionId!, command.OnCallNumber);
        project.Coordinators.RemoveAll(c => !coordinators.Contains(c.AccountId));
        foreach (var (index, accountId) in coordinators.Index())
        {
            if (project.Coordinators.Find(c => c.AccountId == accountId) is { } kept) kept.Rank = index + 1;
            else project.Coordinators.Add(new ProjectCoordinator { ProjectId = project.Id, AccountId = accountId, Rank = index + 1 });
        }

        return project.Id.Value;
    }

    private async Task<Project> ProjectAsync(SaveProjectCommand command, CancellationToken cancellationToken)
    {
        if (command.ProjectId is { } id) return await db.Projects.Include(p => p.Coordinators).GetAsync(ProjectId.From(id), cancellationToken);
        var project = new Project { Name = command.Name!, WorkflowDefinitionId = command.WorkflowDefinitionId! };
        db.Projects.Add(project);
        return project;
    }

    private static ValidationException Refusal(string field) => new([new ValidationFailure(field, "") { ErrorCode = "no-such-choice" }]);
}
