using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.MyCase;

/// <summary>The client wants to evaluate before the agreed date: the cycle goes to the evaluation.</summary>
/// <exception cref="CaseRuleException"><c>evaluation-not-now</c>: the three do not work together yet, or look back already.</exception>
public sealed record AskToLookBackCommand(CaseId CaseId, string? Reason) : ICommand<AskToLookBackResult>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

public sealed record AskToLookBackResult(CaseId CaseId);

internal sealed class AskToLookBackValidator : AbstractValidator<AskToLookBackCommand>
{
    public AskToLookBackValidator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
}

internal sealed class AskToLookBackHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time)
    : IRequestHandler<AskToLookBackCommand, AskToLookBackResult>
{
    private const string EvaluationAsked = "evaluation-asked";

    public async Task<AskToLookBackResult> Handle(AskToLookBackCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        @case.RefuseIfClosed();
        if (@case.Phase != CasePhase.WorkingTogether) throw new CaseRuleException("evaluation-not-now", @case.Phase);

        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.EvaluationAsked, At = now, ById = actor.AccountId, Note = command.Reason });
        db.Notices.Add(new Notice { AccountId = @case.ProfessionalId, Role = AccountRole.ProbationOfficer, Kind = NoticeKind.EvaluationAsked, CaseId = @case.Id, At = now });
        await workflows.PublishAsync(@case, EvaluationAsked, cancellationToken);
        return new AskToLookBackResult(@case.Id);
    }
}
