using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Retention;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Retention;

/// <summary>Keeps one kind of one case beyond its term, until a day.</summary>
/// <exception cref="CaseRuleException"><c>erasure-case-open</c>: a case that runs has no term yet; <c>retention-in-erasure</c>: it was proposed to go.</exception>
public sealed record KeepLongerCommand(CaseId CaseId, RetentionKind Kind, DateOnly? Until, string? Reason) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.ToGuard(CaseId);
}

internal sealed class KeepLongerValidator : AbstractValidator<KeepLongerCommand>
{
    public KeepLongerValidator(TimeProvider time)
    {
        RuleFor(c => c.Kind).Must(RetentionSchedule.OfCases.Contains).WithErrorCode("no-such-choice");
        RuleFor(c => c.Until).NotNull().GreaterThan(time.Today()).LessThanOrEqualTo(time.Today().AddYears(KeptLonger.MostYears));
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(KeptLonger.MaxReason);
    }
}

internal sealed class KeepLongerHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<KeepLongerCommand, Guid>
{
    public async Task<Guid> Handle(KeepLongerCommand command, CancellationToken cancellationToken)
    {
        actor.RefuseUnless(AccountRole.PrivacyOfficer);
        var @case = await db.CaseToGuardAsync(command.CaseId, actor, cancellationToken);
        if (!@case.IsClosed) throw new CaseRuleException("erasure-case-open", @case.Number);
        if (await db.ErasureItems.Open().AnyAsync(i => i.CaseId == @case.Id && (i.Kind == command.Kind || i.Kind == RetentionKind.CaseFile), cancellationToken))
            throw new CaseRuleException("retention-in-erasure", @case.Number);

        var kept = new KeptLonger { CaseId = @case.Id, Kind = command.Kind, Until = command.Until!.Value, Reason = command.Reason!, ById = actor.AccountId, At = time.GetUtcNow() };
        db.KeptLonger.Add(kept);
        return kept.Id;
    }
}
