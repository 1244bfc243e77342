using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Retention;

/// <summary>Has everything of a case kept until somebody lifts it. Who works on the case sees it.</summary>
/// <param name="ReviewOn">When it is looked at again.</param>
/// <exception cref="CaseRuleException"><c>hold-no-such-case</c>; <c>hold-set-already</c>.</exception>
public sealed record SetLegalHoldCommand(int? CaseNumber, string? Reason, DateOnly? ReviewOn) : ICommand<Guid>, IMakes<Guid>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<LegalHold>();

    AuditSubject IMakes<Guid>.Made(Guid result) => AuditSubject.Of<LegalHold>(result);
}

internal sealed class SetLegalHoldValidator : AbstractValidator<SetLegalHoldCommand>
{
    public SetLegalHoldValidator(TimeProvider time)
    {
        RuleFor(c => c.CaseNumber).NotNull();
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(LegalHold.MaxText);
        RuleFor(c => c.ReviewOn).NotNull().GreaterThan(time.Today()).LessThanOrEqualTo(time.Today().AddYears(ReviewLegalHoldCommand.MostYears));
    }
}

internal sealed class SetLegalHoldHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<SetLegalHoldCommand, Guid>
{
    public async Task<Guid> Handle(SetLegalHoldCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var number = command.CaseNumber!.Value;
        if (await db.CaseOfNumberAsync(number, cancellationToken) is not { } id) throw new CaseRuleException("hold-no-such-case", number);
        // An erasure of the same case waits, or was first.
        await db.RaiseVersionAsync(CaseKey.Of(id), cancellationToken);
        var @case = await db.CaseToGuardAsync(id, actor, cancellationToken);
        trail.About(AuditSubject.Of(CaseKey.ToGuard(id)));
        if (await db.LegalHolds.Lasting().AnyAsync(h => h.CaseId == @case.Id, cancellationToken)) throw new CaseRuleException("hold-set-already", number);

        var hold = new LegalHold { CaseId = @case.Id, Reason = command.Reason!, SetById = actor.AccountId, SetAt = time.GetUtcNow(), ReviewOn = command.ReviewOn!.Value };
        db.LegalHolds.Add(hold);
        return hold.Id;
    }
}
