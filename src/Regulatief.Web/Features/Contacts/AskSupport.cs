using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>A volunteer asks who coordinates them for support. No case is named: it is about the volunteer.</summary>
/// <exception cref="CaseRuleException"><c>support-open</c>: they asked and wait for an answer; <c>role-may-not</c>.</exception>
public sealed record AskSupportCommand(string? Words) : ICommand<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<SupportRequest>();
}

internal sealed class AskSupportValidator : AbstractValidator<AskSupportCommand>
{
    public AskSupportValidator() => RuleFor(c => c.Words).NotEmpty().MaximumLength(SupportRequest.MaxWords);
}

internal sealed class AskSupportHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<AskSupportCommand, Guid>
{
    public async Task<Guid> Handle(AskSupportCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.Volunteer);
        var volunteer = await db.Volunteers.VisibleTo(db, actor).SingleOrDefaultAsync(cancellationToken) ?? throw new NotFoundException(nameof(Volunteer), actor.AccountId);
        if (await db.SupportRequests.VisibleTo(db, actor).Waiting().AnyAsync(cancellationToken)) throw new CaseRuleException("support-open");

        var request = SupportRequest.Of(volunteer.Id, command.Words!, await db.CalendarAsync(cancellationToken), time.GetUtcNow());
        db.SupportRequests.Add(request);
        trail.About(AuditSubject.Of<SupportRequest>(request.Id));
        await db.TellOfSupportAsync(volunteer.ProjectId, request, NoticeKind.SupportAsked, [AccountRole.Coordinator], request.AskedAt, cancellationToken);
        return request.Id;
    }
}
