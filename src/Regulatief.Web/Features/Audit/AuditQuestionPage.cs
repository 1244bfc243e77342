using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Audit;

/// <summary>One question about looks, for whom it was put to and for privacy officers.</summary>
/// <exception cref="NotFoundException">No such question, or put to somebody else.</exception>
public sealed record AuditQuestionPageQuery(Guid QuestionId) : IPlainQuery<AuditQuestionPage>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<AuditQuestion>(QuestionId);
}

/// <param name="IsOwn">Put to the reader, who answers it; anybody else judges.</param>
public sealed record AuditQuestionPage(AuditQuestion Question, string Person, string AskedBy, bool IsOwn)
{
    public string? Answer { get; init; }

    public bool? IsExplained { get; init; }

    public string? Remarks { get; init; }
}

internal sealed class AuditQuestionPageHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<AuditQuestionPageQuery, AuditQuestionPage>
{
    public async Task<AuditQuestionPage> Handle(AuditQuestionPageQuery query, CancellationToken cancellationToken)
    {
        var question = await db.AuditQuestions.VisibleTo(actor).AsNoTracking().SingleOrDefaultAsync(q => q.Id == query.QuestionId, cancellationToken)
            ?? throw new NotFoundException(nameof(AuditQuestion), query.QuestionId);
        var names = await db.Accounts.Where(a => a.Id == question.PersonId || a.Id == question.AskedById).ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        return new AuditQuestionPage(question, names[question.PersonId], names[question.AskedById], question.PersonId == actor.AccountId);
    }
}
