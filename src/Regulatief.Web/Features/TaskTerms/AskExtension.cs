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
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.TaskTerms;

/// <summary>Asks for a later last day: a volunteer or a client, for a task of their own. The professional of the case is told; the term runs on until somebody decides.</summary>
/// <exception cref="NotFoundException">No such task, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>term-asked</c>: it was asked already; or as with <see cref="ExtendTermCommand"/>.</exception>
public sealed record AskExtensionCommand(HumanTaskId TaskId, DateOnly? DueOn, string? Reason) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(TaskId);
}

internal sealed class AskExtensionValidator : AbstractValidator<AskExtensionCommand>
{
    public AskExtensionValidator(TimeProvider time)
    {
        RuleFor(c => c.DueOn).NotNull().GreaterThanOrEqualTo(time.Today()).LessThanOrEqualTo(time.Today().AddDays(TermExtension.MostDaysAhead));
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(TermExtension.MaxReason);
    }
}

internal sealed class AskExtensionHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AskExtensionCommand, Guid>
{
    public async Task<Guid> Handle(AskExtensionCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Volunteer, AccountRole.Client);
        var (task, now) = (await db.HumanTasks.VisibleTo(actor).Include(t => t.Case).GetAsync(command.TaskId, cancellationToken), time.GetUtcNow());
        task.RefuseToExtend(command.DueOn!.Value, task.Case.IsPaused);
        if (await db.TermExtensions.AnyAsync(e => e.TaskId == task.Id && e.State == TermExtensionState.Asked, cancellationToken)) throw new CaseRuleException("term-asked");

        var extension = TermExtension.Of(task, command.DueOn.Value, command.Reason!, actor, now);
        db.TermExtensions.Add(extension);
        db.Notices.Add(new Notice
        {
            AccountId = task.Case.ProfessionalId, Role = AccountRole.ProbationOfficer, Kind = NoticeKind.ExtensionAsked, CaseId = task.CaseId, SubjectId = task.Id.Value, At = now,
        });
        return extension.Id;
    }
}
