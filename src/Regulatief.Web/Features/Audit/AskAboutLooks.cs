using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>Asks a person why they looked. It stands in their worklist, with a term of <see cref="AuditQuestion.Term"/> working days.</summary>
/// <exception cref="NotFoundException">Nobody has such an account, or can no longer log in.</exception>
/// <exception cref="CaseRuleException"><c>audit-question-of-oneself</c>; <c>audit-question-open</c>: the same is asked already.</exception>
public sealed record AskAboutLooksCommand(Guid PersonId, AuditPattern Pattern, DateOnly From, DateOnly Until, string? Question) : ICommand<Guid>, IMakes<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Account>(PersonId);

    AuditSubject IMakes<Guid>.Made(Guid result) => AuditSubject.Of<AuditQuestion>(result);
}

internal sealed class AskAboutLooksValidator : AbstractValidator<AskAboutLooksCommand>
{
    public AskAboutLooksValidator()
    {
        RuleFor(c => c.Pattern).IsInEnum();
        RuleFor(c => c.Question).NotEmpty().MaximumLength(AuditQuestion.MaxText);
        RuleFor(c => c.Until).GreaterThanOrEqualTo(c => c.From);
    }
}

internal sealed class AskAboutLooksHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AskAboutLooksCommand, Guid>
{
    public async Task<Guid> Handle(AskAboutLooksCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        if (command.PersonId == actor.AccountId) throw new CaseRuleException("audit-question-of-oneself");
        if (!await db.Accounts.AnyAsync(a => a.Id == command.PersonId && a.IsActive, cancellationToken)) throw new NotFoundException(nameof(Account), command.PersonId);
        if (await db.AuditQuestions.OpenWithin(command.From, command.Until).AnyAsync(q => q.PersonId == command.PersonId && q.Pattern == command.Pattern, cancellationToken))
            throw new CaseRuleException("audit-question-open");

        var question = new AuditQuestion
        {
            AskedById = actor.AccountId,
            PersonId = command.PersonId,
            Pattern = command.Pattern,
            From = command.From,
            Until = command.Until,
            Question = command.Question!,
            AskedAt = time.GetUtcNow(),
            DueOn = (await db.CalendarAsync(cancellationToken)).Add(time.Today(), AuditQuestion.Term),
        };
        db.AuditQuestions.Add(question);
        db.Notices.Add(new Notice { AccountId = command.PersonId, Kind = NoticeKind.LooksAskedAbout, SubjectId = question.Id, At = question.AskedAt });
        return question.Id;
    }
}
