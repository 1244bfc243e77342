using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Notices;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseActions;

/// <summary>Asks for an evaluation now, before the agreed day: each of the three may.</summary>
/// <exception cref="CaseRuleException"><c>case-closed</c>, <c>case-not-working-together</c>.</exception>
public sealed record AskForEvaluationCommand(CaseId CaseId, string? Reason) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class AskForEvaluationValidator : AbstractValidator<AskForEvaluationCommand>
{
    public AskForEvaluationValidator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
}

internal sealed class AskForEvaluationHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time) : IRequestHandler<AskForEvaluationCommand, CaseId>
{
    public async Task<CaseId> Handle(AskForEvaluationCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        _ = actor.ExpectAtTable();
        @case.RefuseIfClosed();
        if (@case.Phase != CasePhase.WorkingTogether) throw new CaseRuleException("case-not-working-together", @case.Phase);

        var now = time.GetUtcNow();
        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.EvaluationAsked, At = now, ById = actor.AccountId, Note = command.Reason });
        await workflows.PublishAsync(@case, "evaluation-asked", cancellationToken);

        foreach (var person in @case.PeopleAtTable().Where(p => p.AccountId != actor.AccountId))
            db.Notices.Add(new Notice { AccountId = person.AccountId, Role = person.Role, Kind = NoticeKind.EvaluationAsked, CaseId = @case.Id, At = now });
        return @case.Id;
    }
}
