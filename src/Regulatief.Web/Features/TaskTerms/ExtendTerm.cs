using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.TaskTerms;

/// <summary>Gives a task a later last day, for a reason: by the professional or the coordinator of the case. Its reminder and what is told of its lateness go with it.</summary>
/// <exception cref="NotFoundException">No such task, or not theirs to extend.</exception>
/// <exception cref="CaseRuleException"><c>term-of-law</c>, <c>term-paused</c>, <c>term-not-later</c>: see <see cref="Regulatief.Cases.Promises.TermExtending.RefuseToExtend"/>.</exception>
/// <exception cref="ConcurrencyConflictException">It was done already.</exception>
public sealed record ExtendTermCommand(HumanTaskId TaskId, DateOnly? DueOn, string? Reason) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.ToExtend(TaskId);
}

internal sealed class ExtendTermValidator : AbstractValidator<ExtendTermCommand>
{
    public ExtendTermValidator(TimeProvider time)
    {
        RuleFor(c => c.DueOn).NotNull().GreaterThanOrEqualTo(time.Today()).LessThanOrEqualTo(time.Today().AddDays(TermExtension.MostDaysAhead));
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(TermExtension.MaxReason);
    }
}

internal sealed class ExtendTermHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<ExtendTermCommand, Guid>
{
    public async Task<Guid> Handle(ExtendTermCommand command, CancellationToken cancellationToken)
    {
        var task = await db.HumanTasks.ExtendedBy(actor).Include(t => t.Case).GetAsync(command.TaskId, cancellationToken);
        task.RefuseToExtend(command.DueOn!.Value, task.Case.IsPaused);
        var extension = TermExtension.Of(task, command.DueOn.Value, command.Reason!, actor, time.GetUtcNow());
        db.TermExtensions.Add(extension);
        await db.GiveAsync(task, extension, actor, time.GetUtcNow(), cancellationToken);
        return extension.Id;
    }
}
