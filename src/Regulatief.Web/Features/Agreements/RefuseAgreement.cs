using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Agreements;
using Regulatief.Cases.Cases;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Agreements;

/// <summary>A party does not want what was proposed; the cycle goes on without agreements.</summary>
/// <exception cref="CaseRuleException"><c>agreement-not-open</c>, <c>agreement-not-a-party</c>.</exception>
public sealed record RefuseAgreementCommand(AgreementId AgreementId, string? Reason) : ICommand<AgreementEndedResult>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(AgreementId);
}

public sealed record AgreementEndedResult(AgreementId AgreementId, AgreementStatus Status);

internal sealed class RefuseAgreementValidator : AbstractValidator<RefuseAgreementCommand>
{
    public RefuseAgreementValidator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
}

internal sealed class RefuseAgreementHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time)
    : IRequestHandler<RefuseAgreementCommand, AgreementEndedResult>
{
    public async Task<AgreementEndedResult> Handle(RefuseAgreementCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        @case.RefuseIfClosed();
        var agreement = await db.Agreements.VisibleTo(actor).GetAsync(command.AgreementId, cancellationToken);

        agreement.Refuse(Signer.With(actor, @case).Party, command.Reason!, now);

        var news = new AgreementNews(db, agreement, @case, actor, now);
        news.Tell(TimelineKind.AgreementRefused, command.Reason);
        await news.SettleRequestsAsync(cancellationToken);
        await news.NotifyOthersAsync(NoticeKind.AgreementRefused, cancellationToken);
        foreach (var task in await db.HumanTasks.Open().Where(t => t.CaseId == @case.Id && t.Kind == HumanTaskKind.Agreement).ToListAsync(cancellationToken))
            if (task.IsOpen && !task.IsRenewal()) await workflows.CompleteTaskAsync(task, @case, "Refused", actor.AccountId, null, cancellationToken);
        return new AgreementEndedResult(agreement.Id, agreement.Status);
    }
}
