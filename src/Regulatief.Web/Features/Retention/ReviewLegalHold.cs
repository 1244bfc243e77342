using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Retention;

/// <summary>Lifts a legal hold with a reason, or has it stay until a later review. From its lifting the terms count again as they would have.</summary>
/// <param name="Stays">False lifts it.</param>
/// <param name="Reason">Why it is lifted; not asked of one that stays.</param>
/// <exception cref="NotFoundException">No such hold.</exception>
/// <exception cref="CaseRuleException"><c>hold-lifted-already</c>.</exception>
public sealed record ReviewLegalHoldCommand(Guid HoldId, bool? Stays, DateOnly? ReviewOn, string? Reason) : ICommand<Guid>
{
    /// <summary>A hold is looked at within so many years.</summary>
    public const int MostYears = 5;

    AuditSubject IConcerns.Subject => AuditSubject.Of<LegalHold>(HoldId);
}

internal sealed class ReviewLegalHoldValidator : AbstractValidator<ReviewLegalHoldCommand>
{
    public ReviewLegalHoldValidator(TimeProvider time)
    {
        RuleFor(c => c.Stays).NotNull();
        RuleFor(c => c.ReviewOn).NotNull().GreaterThan(time.Today()).LessThanOrEqualTo(time.Today().AddYears(ReviewLegalHoldCommand.MostYears)).When(c => c.Stays == true);
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(LegalHold.MaxText).When(c => c.Stays == false);
    }
}

internal sealed class ReviewLegalHoldHandler(RegulatiefDbContext db, Actor actor, AuditTrail trail, TimeProvider time) : IRequestHandler<ReviewLegalHoldCommand, Guid>
{
    public async Task<Guid> Handle(ReviewLegalHoldCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var hold = await db.LegalHolds.FindAsync([command.HoldId], cancellationToken) ?? throw new NotFoundException(nameof(LegalHold), command.HoldId);
        await db.RaiseVersionAsync(CaseKey.Of(hold.CaseId), cancellationToken);
        trail.About(AuditSubject.Of(CaseKey.ToGuard(hold.CaseId)));
        await db.Entry(hold).ReloadAsync(cancellationToken);
        hold.RefuseIfLifted();
        if (command.Stays!.Value) hold.ReviewOn = command.ReviewOn!.Value;
        else hold.Lift(command.Reason!, actor.AccountId, time.GetUtcNow());
        return hold.Id;
    }
}
