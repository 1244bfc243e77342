using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Retention;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Retention;

/// <summary>Approves a proposed erasure, or rejects it with a reason: by another privacy officer or a manager. What was approved goes by itself, each case in a commit of its own.</summary>
/// <exception cref="NotFoundException">No such proposal.</exception>
/// <exception cref="CaseRuleException">
/// <c>erasure-own-proposal</c>; <c>erasure-nobody-else</c>: it is the own one, and nobody else could; <c>erasure-decided</c>; and those of
/// <see cref="CaseErasure.RefuseUnlessMayGoAsync"/> for what may not go any more.
/// </exception>
public sealed record DecideErasureCommand(Guid ErasureId, bool? IsApproved, string? Reason) : ICommand<Guid>, IStepsUp
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Erasure>(ErasureId);
}

internal sealed class DecideErasureValidator : AbstractValidator<DecideErasureCommand>
{
    public DecideErasureValidator()
    {
        RuleFor(c => c.IsApproved).NotNull();
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(Erasure.MaxReason).When(c => c.IsApproved == false);
    }
}

internal sealed class DecideErasureHandler(RegulatiefDbContext db, Actor actor, CaseErasure erasures, AuditTrail trail, TimeProvider time) : IRequestHandler<DecideErasureCommand, Guid>
{
    public async Task<Guid> Handle(DecideErasureCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer, AccountRole.Manager);
        var now = time.GetUtcNow();
        var erasure = await db.Erasures.Include(e => e.Items).SingleOrDefaultAsync(e => e.Id == command.ErasureId, cancellationToken)
            ?? throw new NotFoundException(nameof(Erasure), command.ErasureId);
        trail.About(AuditSubject.Of<Erasure>(erasure.Id), command.IsApproved!.Value ? "Approved" : "Rejected");
        if (erasure.ProposedById == actor.AccountId && !await db.ApproversBeside(actor.AccountId).AnyAsync(cancellationToken)) throw new CaseRuleException("erasure-nobody-else");

        if (!command.IsApproved.Value)
        {
            erasure.Reject(command.Reason!, actor.AccountId, now);
            return erasure.Id;
        }

        foreach (var item in erasure.Items.OrderBy(i => i.CaseId.Value).ThenBy(i => i.Kind))
        {
            await db.RaiseVersionAsync(CaseKey.Of(item.CaseId), cancellationToken);
            var @case = await db.Cases.AsNoTracking().GetAsync(item.CaseId, cancellationToken);
            await erasures.RefuseUnlessMayGoAsync(@case, item.Kind, cancellationToken);
        }

        erasure.Approve(actor.AccountId, now);
        db.PromiseErasures(erasure.Items, now);
        return erasure.Id;
    }
}
