using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.TaskTerms;

/// <summary>Gives the later last day that was asked for, or says why not; who asked is told.</summary>
/// <exception cref="NotFoundException">Nothing was asked of such a task, or it is not theirs to decide.</exception>
/// <exception cref="CaseRuleException">As with <see cref="ExtendTermCommand"/>: the day may have passed meanwhile.</exception>
/// <exception cref="ConcurrencyConflictException">Somebody decided already, or the task is done.</exception>
public sealed record DecideExtensionCommand(HumanTaskId TaskId, Guid ExtensionId, bool? Gives, string? WhyNot) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.ToExtend(TaskId);
}

internal sealed class DecideExtensionValidator : AbstractValidator<DecideExtensionCommand>
{
    public DecideExtensionValidator()
    {
        RuleFor(c => c.Gives).NotNull();
        RuleFor(c => c.WhyNot).NotEmpty().MaximumLength(TermExtension.MaxReason).When(c => c.Gives == false);
    }
}

internal sealed class DecideExtensionHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<DecideExtensionCommand, Guid>
{
    public async Task<Guid> Handle(DecideExtensionCommand command, CancellationToken cancellationToken)
    {
        var task = await db.HumanTasks.ExtendedBy(actor).Include(t => t.Case).GetAsync(command.TaskId, cancellationToken);
        var extension = await db.TermExtensions.SingleOrDefaultAsync(e => e.Id == command.ExtensionId && e.TaskId == task.Id, cancellationToken)
            ?? throw new NotFoundException(nameof(TermExtension), command.ExtensionId);
        var now = time.GetUtcNow();
        if (command.Gives!.Value)
        {
            task.RefuseToExtend(extension.DueOn, task.Case.IsPaused);
            await db.GiveAsync(task, extension, actor, now, cancellationToken);
        }
        else
        {
            extension.Decline(command.WhyNot!, actor.AccountId, now);
        }

        db.Notices.Add(new Notice { AccountId = extension.AskedById, Role = task.Role, Kind = NoticeKind.ExtensionDecided, CaseId = task.CaseId, SubjectId = task.Id.Value, At = now });
        return extension.Id;
    }
}
