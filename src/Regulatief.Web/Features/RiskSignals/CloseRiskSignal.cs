using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>The recipient is done with the signal, and says what came of it.</summary>
/// <param name="Feedback">What was done with it, for the volunteer, and for the client where they may know what was passed on.</param>
/// <exception cref="CaseRuleException"><c>signal-not-yours-to-handle</c>, <c>signal-wrong-state</c>, <c>signal-ended</c>.</exception>
public sealed record CloseRiskSignalCommand(RiskSignalId SignalId, string? Conclusion, string? Feedback) : ICommand<RiskSignalId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(SignalId);
}

internal sealed class CloseRiskSignalValidator : AbstractValidator<CloseRiskSignalCommand>
{
    public CloseRiskSignalValidator()
    {
        RuleFor(c => c.Conclusion).NotEmpty().MaximumLength(4000);
        RuleFor(c => c.Feedback).NotEmpty().MaximumLength(500);
    }
}

internal sealed class CloseRiskSignalHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time)
    : IRequestHandler<CloseRiskSignalCommand, RiskSignalId>
{
    public async Task<RiskSignalId> Handle(CloseRiskSignalCommand command, CancellationToken cancellationToken)
    {
        var (signal, task) = await db.SignalToHandleAsync(command.SignalId, actor, cancellationToken);
        var now = time.GetUtcNow();
        signal.Close(command.Conclusion!, command.Feedback!, now);

        db.Timeline.Add(new TimelineEntry
        {
            CaseId = signal.CaseId, Kind = TimelineKind.SignalClosed, At = now, ById = actor.AccountId, SubjectId = signal.Id.Value,
        });
        var @case = await db.CaseForChangeAsync(command.Case, Actor.System, cancellationToken);
        await workflows.CompleteTaskAsync(task, @case, RiskSignalOutcome.Handled, actor.AccountId, null, cancellationToken);
        return signal.Id;
    }
}
