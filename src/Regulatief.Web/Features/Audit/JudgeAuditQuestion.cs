using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>Whether the looks are explained, and what follows. Ends the question, answered or not.</summary>
/// <exception cref="CaseRuleException"><c>audit-question-judged</c>; <c>audit-question-of-oneself</c>.</exception>
public sealed record JudgeAuditQuestionCommand(Guid QuestionId, bool? IsExplained, string? Remarks) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<AuditQuestion>(QuestionId);
}

internal sealed class JudgeAuditQuestionValidator : AbstractValidator<JudgeAuditQuestionCommand>
{
    public JudgeAuditQuestionValidator()
    {
        RuleFor(c => c.IsExplained).NotNull();
        RuleFor(c => c.Remarks).NotEmpty().MaximumLength(AuditQuestion.MaxText);
    }
}

internal sealed class JudgeAuditQuestionHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<JudgeAuditQuestionCommand, Guid>
{
    public async Task<Guid> Handle(JudgeAuditQuestionCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var question = await db.AuditQuestions.SingleOrDefaultAsync(q => q.Id == command.QuestionId, cancellationToken)
            ?? throw new NotFoundException(nameof(AuditQuestion), command.QuestionId);
        if (question.PersonId == actor.AccountId) throw new CaseRuleException("audit-question-of-oneself");
        question.Judge(command.IsExplained!.Value, command.Remarks!, time.GetUtcNow());
        return question.Id;
    }
}
