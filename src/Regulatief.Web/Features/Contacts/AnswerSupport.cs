using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>A coordinator writes down what they and the volunteer agreed; the volunteer is told, and reads it.</summary>
/// <exception cref="NotFoundException">No such request, or not of a volunteer of the own projects.</exception>
/// <exception cref="ConcurrencyConflictException">A colleague answered first.</exception>
public sealed record AnswerSupportCommand(Guid RequestId, string? Answer) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<SupportRequest>(RequestId);
}

internal sealed class AnswerSupportValidator : AbstractValidator<AnswerSupportCommand>
{
    public AnswerSupportValidator() => RuleFor(c => c.Answer).NotEmpty().MaximumLength(SupportRequest.MaxWords);
}

internal sealed class AnswerSupportHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AnswerSupportCommand, Guid>
{
    public async Task<Guid> Handle(AnswerSupportCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Coordinator);
        var request = await db.SupportRequests.VisibleTo(db, actor).Include(r => r.Volunteer).GetAsync(command.RequestId, cancellationToken);
        request.Respond(command.Answer!, actor.AccountId, time.GetUtcNow());
        db.Notices.Add(new Notice
        {
            AccountId = request.Volunteer.AccountId, Role = AccountRole.Volunteer, Kind = NoticeKind.SupportAnswered, SubjectId = request.Id, At = request.AnsweredAt!.Value,
        });
        return request.Id;
    }
}
