using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Agreements;

/// <summary>A party no longer agrees: from now on nothing more is shared under it. What was shared stays with those it was shared with.</summary>
/// <remarks>Possible at any time, also when the case is closed or its cycle no longer runs.</remarks>
/// <exception cref="CaseRuleException"><c>agreement-ended</c>, <c>agreement-not-a-party</c>.</exception>
public sealed record WithdrawAgreementCommand(AgreementId AgreementId, string? Reason) : ICommand<AgreementEndedResult>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(AgreementId);
}

internal sealed class WithdrawAgreementValidator : AbstractValidator<WithdrawAgreementCommand>
{
    public WithdrawAgreementValidator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
}

internal sealed class WithdrawAgreementHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time)
    : IRequestHandler<WithdrawAgreementCommand, AgreementEndedResult>
{
    private const string AgreementWithdrawn = "agreement-withdrawn";

    public async Task<AgreementEndedResult> Handle(WithdrawAgreementCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        var agreement = await db.Agreements.VisibleTo(actor).GetAsync(command.AgreementId, cancellationToken);
        var wasSigned = agreement.Status == AgreementStatus.Signed;

        agreement.Withdraw(Signer.With(actor, @case).Party, command.Reason!, now);

        var news = new AgreementNews(db, agreement, @case, actor, now);
        news.Tell(TimelineKind.AgreementWithdrawn, command.Reason);
        await news.SettleRequestsAsync(cancellationToken);
        await news.NotifyOthersAsync(NoticeKind.AgreementWithdrawn, cancellationToken);
        await db.CallOffRenewalAsync(news, cancellationToken);
        await db.PromiseAgreementEndAsync(@case.Id, now, cancellationToken);

        // A proposal that is taken back leaves the cycle where it is: waiting for another one.
        if (wasSigned) await workflows.PublishIfRunningAsync(@case, AgreementWithdrawn, cancellationToken);
        return new AgreementEndedResult(agreement.Id, agreement.Status);
    }
}
