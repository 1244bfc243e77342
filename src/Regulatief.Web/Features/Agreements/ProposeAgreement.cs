using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Agreements;

/// <summary>Proposes what may be told to whom. An earlier proposal that still waited for signatures is let go.</summary>
/// <exception cref="CaseRuleException"><c>agreement-no-volunteer</c>: there is nobody yet to agree with.</exception>
public sealed record ProposeAgreementCommand(CaseId CaseId, AgreementProposal Proposal) : ICommand<ProposeAgreementResult>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record ProposeAgreementResult(AgreementId AgreementId);

internal sealed class ProposeAgreementValidator : AbstractValidator<ProposeAgreementCommand>
{
    public ProposeAgreementValidator(TimeProvider time) =>
        RuleFor(c => c.Proposal).SetValidator(new ProposalRules(time)).OverridePropertyName("");

    private sealed class ProposalRules : AbstractValidator<AgreementProposal>
    {
        public ProposalRules(TimeProvider time)
        {
            RuleFor(p => p.Purpose).NotEmpty().MaximumLength(2000);
            RuleFor(p => p.WhoTellsWhom).MaximumLength(2000);
            RuleFor(p => p.NeverShared).MaximumLength(2000);
            RuleFor(p => p.DiscussFirst).NotEmpty().MaximumLength(2000);
            RuleFor(p => p.ValidFrom).NotNull().GreaterThanOrEqualTo(time.Today());
            RuleFor(p => p.ValidUntil).NotNull().GreaterThanOrEqualTo(p => p.ValidFrom);
            When(p => p.ValidFrom >= time.Today(), () =>
                RuleFor(p => p.ValidUntil).LessThanOrEqualTo(p => p.ValidFrom!.Value.AddYears(AgreementProposal.MaxYears)));

            RuleFor(p => p.Categories).Must(categories => categories.Exists(c => c.IsShared)).WithErrorCode("agreement-nothing-shared");
            RuleFor(p => p.Categories).Must(HaveEachOnce).WithErrorCode("agreement-category-twice");
            RuleForEach(p => p.Categories).SetValidator(new CategoryRules());
            RuleFor(p => p.NamesCoordinator).Equal(true).WithErrorCode("agreement-coordinator-not-a-party")
                .When(p => p.Categories.Exists(c => c.Recipients.Contains(CaseRole.Coordinator)));
        }

        private static bool HaveEachOnce(List<ProposedCategory> categories) => categories.DistinctBy(c => c.Category).Count() == categories.Count;
    }

    private sealed class CategoryRules : AbstractValidator<ProposedCategory>
    {
        public CategoryRules()
        {
            RuleFor(c => c.Category).NotNull().IsInEnum();
            RuleForEach(c => c.Recipients).Must((category, recipient) => ProposedCategory.PossibleRecipients(category.Category!.Value).Contains(recipient))
                .WithErrorCode("agreement-recipient-not-possible").When(c => c.Category is not null);
            RuleFor(c => c.Direction).Must((category, direction) => direction == category.DirectionOfRecipients)
                .WithErrorCode("agreement-direction-contradicts").When(c => c.Direction is not null && c.IsShared);
            RuleFor(c => c.Description).NotEmpty().When(c => c.Category == InformationCategory.Other && c.IsShared);
            RuleFor(c => c.Description).MaximumLength(500);
        }
    }
}

internal sealed class ProposeAgreementHandler(RegulatiefDbContext db, Actor actor, TimeProvider time)
    : IRequestHandler<ProposeAgreementCommand, ProposeAgreementResult>
{
    public async Task<ProposeAgreementResult> Handle(ProposeAgreementCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        @case.RefuseIfClosed();

        var agreement = command.Proposal.For(@case, actor.AccountId, now);
        foreach (var earlier in await db.Agreements.Where(a => a.CaseId == @case.Id && a.Status == AgreementStatus.Proposed).ToListAsync(cancellationToken))
        {
            earlier.Replace(LegalTime.DateOf(now), now);
            await new AgreementNews(db, earlier, @case, actor, now).SettleRequestsAsync(cancellationToken);
        }

        db.Agreements.Add(agreement);
        var news = new AgreementNews(db, agreement, @case, actor, now);
        news.Tell(TimelineKind.AgreementProposed);
        await news.NotifyOthersAsync(NoticeKind.AgreementToSign, cancellationToken);
        return new ProposeAgreementResult(agreement.Id);
    }
}
