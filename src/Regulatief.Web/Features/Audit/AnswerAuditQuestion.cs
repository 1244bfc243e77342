using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>Says why one looked. Whoever asked is told.</summary>
/// <exception cref="NotFoundException">No such question, or put to somebody else.</exception>
/// <exception cref="CaseRuleException"><c>audit-question-answered</c>.</exception>
public sealed record AnswerAuditQuestionCommand(Guid QuestionId, string? Answer) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<AuditQuestion>(QuestionId);
}

internal sealed class AnswerAuditQuestionValidator : AbstractValidator<AnswerAuditQuestionCommand>
{
    public AnswerAuditQuestionValidator() => RuleFor(c => c.Answer).NotEmpty().MaximumLength(AuditQuestion.MaxText);
}

internal sealed class AnswerAuditQuestionHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AnswerAuditQuestionCommand, Guid>
{
    public async Task<Guid> Handle(AnswerAuditQuestionCommand command, CancellationToken cancellationToken)
    {
        var question = await db.AuditQuestions.SingleOrDefaultAsync(q => q.Id == command.QuestionId && q.PersonId == actor.AccountId, cancellationToken)
            ?? throw new NotFoundException(nameof(AuditQuestion), command.QuestionId);
        question.Reply(command.Answer!, time.GetUtcNow());
        foreach (var notice in await db.Notices.Where(n => n.AccountId == actor.AccountId && n.SubjectId == question.Id && n.ReadAt == null).ToListAsync(cancellationToken))
            notice.ReadAt = question.AnsweredAt;
        db.Notices.Add(new Notice { AccountId = question.AskedById, Role = AccountRole.PrivacyOfficer, Kind = NoticeKind.LooksExplained, SubjectId = question.Id, At = question.AnsweredAt!.Value });
        return question.Id;
    }
}
