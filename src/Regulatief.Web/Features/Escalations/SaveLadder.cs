using FluentValidation;
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

/// <summary>Says who is told in a project that a task of a kind is late, for what becomes late from now on. What is as by default is not kept.</summary>
/// <exception cref="NotFoundException">No such project.</exception>
public sealed record SaveLadderCommand : ICommand<Guid>
{
    public Guid ProjectId { get; init; }

    public HumanTaskKind Kind { get; init; }

    public int? Worker { get; init; }

    public int? Cover { get; init; }

    public int? Coordinator { get; init; }

    public int? Manager { get; init; }

    public int? AgainEvery { get; init; }

    /// <summary>Has the same hold for all kinds of tasks of the project.</summary>
    public bool ForAllKinds { get; init; }

    AuditSubject IConcerns.Subject => AuditSubject.Of<Project>(ProjectId);
}

internal sealed class SaveLadderValidator : AbstractValidator<SaveLadderCommand>
{
    public SaveLadderValidator()
    {
        RuleFor(c => c.Kind).Must(EscalationLadder.Kinds.Contains).WithErrorCode("no-such-choice");
        RuleFor(c => c.Worker).InclusiveBetween(0, LadderSteps.MostWorkingDays);
        RuleFor(c => c.Cover).InclusiveBetween(0, LadderSteps.MostWorkingDays);
        RuleFor(c => c.Coordinator).InclusiveBetween(0, LadderSteps.MostWorkingDays);
        RuleFor(c => c.Manager).InclusiveBetween(0, LadderSteps.MostWorkingDays);
        RuleFor(c => c.AgainEvery).NotNull().InclusiveBetween(1, LadderSteps.MostWorkingDays);
        // Whose work it is, and who covers, can do the task but not help them on.
        RuleFor(c => c.Coordinator).Must((c, _) => c.Coordinator is not null || c.Manager is not null).WithErrorCode("ladder-nobody");
        RuleFor(c => c.Cover).Must((c, after) => after > c.Worker).When(c => c is { Cover: not null, Worker: not null }).WithErrorCode("ladder-order");
        RuleFor(c => c.Coordinator).Must((c, after) => after > (c.Cover ?? c.Worker)).When(c => c.Coordinator is not null && (c.Cover ?? c.Worker) is not null).WithErrorCode("ladder-order");
        RuleFor(c => c.Manager).Must((c, after) => after > (c.Coordinator ?? c.Cover ?? c.Worker)).When(c => c.Manager is not null && (c.Coordinator ?? c.Cover ?? c.Worker) is not null)
            .WithErrorCode("ladder-order");
    }
}

internal sealed class SaveLadderHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<SaveLadderCommand, Guid>
{
    public async Task<Guid> Handle(SaveLadderCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Manager, AccountRole.Administrator);
        var project = await db.Projects.GetAsync(ProjectId.From(command.ProjectId), cancellationToken);
        var set = await db.LaddersAsync(project.Id, cancellationToken);
        var steps = new LadderSteps(command.Worker, command.Cover, command.Coordinator, command.Manager, command.AgainEvery!.Value);
        foreach (var kind in command.ForAllKinds ? EscalationLadder.Kinds : [command.Kind])
        {
            if (set.GetValueOrDefault(kind, LadderSteps.Default) != steps)
                db.EscalationLadders.Add(new EscalationLadder { ProjectId = project.Id, Kind = kind, From = time.GetUtcNow(), Steps = steps, SetById = actor.AccountId });
        }

        return project.Id.Value;
    }
}
