using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClosingDays;
using Regulatief.Cases.Contacts;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Contacts;

/// <summary>Volunteer or professional asks the other for contact about the case; it becomes a task of the other, or first of a coordinator where contact goes through them.</summary>
/// <param name="Way">How they would like it.</param>
/// <param name="TermInWorkingDays">Within which an answer is asked; null for the usual one.</param>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>contact-request-open</c>: the same side asked and waits for an answer; <c>case-no-volunteer</c>, <c>case-closed</c>, <c>role-may-not</c>.</exception>
public sealed record AskContactCommand(CaseId CaseId, string? Words, ContactWay? Way, int? TermInWorkingDays = null) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class AskContactValidator : AbstractValidator<AskContactCommand>
{
    public AskContactValidator()
    {
        RuleFor(c => c.Words).NotEmpty().MaximumLength(ContactRequest.MaxWords);
        RuleFor(c => c.Way).NotNull().IsInEnum();
        RuleFor(c => c.TermInWorkingDays).InclusiveBetween(1, ContactRequest.LongestTerm);
    }
}

internal sealed class AskContactHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AskContactCommand, Guid>
{
    public async Task<Guid> Handle(AskContactCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer, AccountRole.Volunteer);
        @case.RefuseIfClosed();
        if (@case.CurrentAssignment is null) throw new CaseRuleException("case-no-volunteer", @case.Number);
        var side = Party.Of(actor.Role)!.Value;
        if (await db.ContactRequests.WaitingIn(db, @case.Id).AnyAsync(r => r.AskedBy == side, cancellationToken)) throw new CaseRuleException("contact-request-open");

        var request = new ContactRequest
        {
            CaseId = @case.Id, AskedBy = side, AskedById = actor.AccountId, Words = command.Words!, Way = command.Way!.Value,
            TermInWorkingDays = command.TermInWorkingDays ?? ContactRequest.UsualTerm, AskedAt = now, GoesThroughCoordinator = @case.ContactRoute == ContactRoute.ThroughCoordinator,
        };
        var calendar = await db.CalendarAsync(cancellationToken);
        var task = request.OpenTask(calendar);
        db.ContactRequests.Add(request);
        db.HumanTasks.Add(task);
        db.PromiseTerm(task, request.Term, calendar, now, @case.IsPaused);
        return request.Id;
    }
}
