using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Time;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseAccesses;

/// <summary>Opens one case that is not the actor's for four hours, to read. Its professional and all privacy officers are told at once, and it is reviewed.</summary>
/// <param name="CaseNumber">Known from elsewhere: nobody is searched for.</param>
/// <exception cref="CaseRuleException">
/// <c>access-no-such-case</c>, the same for a number that no case has and for a case that may not be opened so; <c>access-has-already</c>.
/// </exception>
public sealed record TakeBreakGlassCommand(int? CaseNumber, BreakGlassCategory? Category, string? Reason) : ICommand<CaseId>, IMakes<CaseId>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Case>();

    AuditSubject IMakes<CaseId>.Made(CaseId result) => AuditSubject.Of(CaseKey.Of(result));
}

internal sealed class TakeBreakGlassValidator : AbstractValidator<TakeBreakGlassCommand>
{
    public TakeBreakGlassValidator()
    {
        RuleFor(c => c.CaseNumber).NotNull();
        RuleFor(c => c.Category).NotNull().IsInEnum();
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class TakeBreakGlassHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail, Texts texts, TimeProvider time) : IRequestHandler<TakeBreakGlassCommand, CaseId>
{
    public async Task<CaseId> Handle(TakeBreakGlassCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless([.. NeedToKnow.Staff]);
        var now = time.GetUtcNow();
        var @case = await db.CaseToLookIntoAsync(command.CaseNumber!.Value, actor, trail, cancellationToken);
        var access = new CaseAccess
        {
            CaseId = @case.Id,
            AccountId = actor.AccountId,
            Role = actor.Role,
            Kind = CaseAccessKind.BreakGlass,
            Category = command.Category,
            Reason = command.Reason!,
            GivenById = actor.AccountId,
            From = now,
            Until = now + CaseAccess.BreakGlassFor,
        };
        db.CaseAccesses.Add(access);
        var privacyOfficers = await db.Accounts.Active(AccountRole.PrivacyOfficer).Select(a => a.Id).ToListAsync(cancellationToken);
        var told = privacyOfficers.Select(id => new PersonInRole(id, AccountRole.PrivacyOfficer)).Prepend(new PersonInRole(@case.ProfessionalId, AccountRole.ProbationOfficer));
        db.Notices.AddRange(told.Select(person =>
            new Notice { AccountId = person.AccountId, Role = person.Role, Kind = NoticeKind.BreakGlassTaken, CaseId = @case.Id, SubjectId = access.Id, At = now }));

        var review = BreakGlassReview.TaskFor(access, texts["Access.ReviewTask"]);
        db.HumanTasks.Add(review);
        db.PromiseTerm(review, BreakGlassReview.Term, WorkingCalendar.OfLaw, now);
        return @case.Id;
    }
}

internal static class LookingInto
{
    /// <summary>The case of this number, for one who may not see it and asks to look into it.</summary>
    /// <exception cref="CaseRuleException"><c>access-no-such-case</c>, also for one that they are kept out of; <c>access-has-already</c>.</exception>
    public static async Task<Case> CaseToLookIntoAsync(this RegulatiefDbContext db, int number, Actor actor, AuditTrail trail, CancellationToken cancellationToken)
    {
        var found = await db.Cases.Where(NeedToKnow.NotKeptOut(actor)).Where(c => c.Number == number).Select(c => (CaseId?)c.Id).SingleOrDefaultAsync(cancellationToken);
        if (found is not { } id)
        {
            // To a privacy officer the audit log tells which it was.
            if (await db.CaseOfNumberAsync(number, cancellationToken) is { } hidden) trail.About(AuditSubject.Of(CaseKey.Of(hidden)));
            throw new CaseRuleException("access-no-such-case", number);
        }

        await db.RaiseVersionAsync(CaseKey.Of(id), cancellationToken);
        var @case = await db.Cases.Where(NeedToKnow.NotKeptOut(actor)).SingleOrDefaultAsync(c => c.Id == id, cancellationToken) ?? throw new CaseRuleException("access-no-such-case", number);
        return await db.Cases.VisibleTo(actor).AnyAsync(c => c.Id == id, cancellationToken) ? throw new CaseRuleException("access-has-already", number) : @case;
    }
}
