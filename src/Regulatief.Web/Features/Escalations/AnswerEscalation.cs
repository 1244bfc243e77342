using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Escalations;

/// <summary>Answers one escalation: seen, taken over, given to a colleague, or deferred. It stays open, and is told again when nothing came of it.</summary>
/// <param name="HolderId">Who does the task as far as the actor knows; null for nobody.</param>
/// <exception cref="NotFoundException">No such escalation, or told to somebody else.</exception>
/// <exception cref="CaseRuleException">
/// <c>escalation-ended</c>, <c>escalation-answered</c>, <c>escalation-of-law</c>, <c>escalation-day-past</c>, or why the task cannot be given: see <see cref="Answering"/>.
/// </exception>
public sealed record AnswerEscalationCommand(Guid EscalationId, EscalationAnswerKind Kind, DateOnly? Until = null, string? Reason = null, Guid? AssigneeId = null, Guid? HolderId = null)
    : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfEscalation(EscalationId);
}

internal sealed class AnswerEscalationValidator : AbstractValidator<AnswerEscalationCommand>
{
    public AnswerEscalationValidator(TimeProvider time)
    {
        RuleFor(c => c.AssigneeId).NotNull().When(c => c.Kind == EscalationAnswerKind.Reassigned);
        RuleFor(c => c.Until).NotNull().GreaterThan(time.Today()).LessThanOrEqualTo(time.Today().AddDays(EscalationAnswer.MostDaysDeferred)).When(c => c.Kind == EscalationAnswerKind.Deferred);
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(EscalationAnswer.MaxReason).When(c => c.Kind == EscalationAnswerKind.Deferred);
    }
}

internal sealed class AnswerEscalationHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AnswerEscalationCommand, Guid>
{
    public async Task<Guid> Handle(AnswerEscalationCommand command, CancellationToken cancellationToken)
    {
        var told = await db.Escalations.VisibleTo(actor).SingleOrDefaultAsync(e => e.Id == command.EscalationId, cancellationToken)
            ?? throw new NotFoundException(nameof(Escalation), command.EscalationId);
        var isDeferred = command.Kind == EscalationAnswerKind.Deferred;
        var act = new EscalationAct(command.Kind, isDeferred ? command.Until : null, isDeferred ? command.Reason : null, command.AssigneeId, command.HolderId);
        var (answer, refusal) = await db.AnswerAsync(told, act, actor, time.GetUtcNow(), cancellationToken);
        return answer?.Id ?? throw new CaseRuleException(refusal!);
    }
}
