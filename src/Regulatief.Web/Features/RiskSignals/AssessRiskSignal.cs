using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>What the recipient makes of the signal.</summary>
/// <exception cref="CaseRuleException"><c>signal-not-yours-to-handle</c>, <c>signal-wrong-state</c>, <c>signal-ended</c>.</exception>
public sealed record AssessRiskSignalCommand(RiskSignalId SignalId, string? Assessment) : ICommand<RiskSignalId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(SignalId);
}

internal sealed class AssessRiskSignalValidator : AbstractValidator<AssessRiskSignalCommand>
{
    public AssessRiskSignalValidator() => RuleFor(c => c.Assessment).NotEmpty().MaximumLength(4000);
}

internal sealed class AssessRiskSignalHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<AssessRiskSignalCommand, RiskSignalId>
{
    public async Task<RiskSignalId> Handle(AssessRiskSignalCommand command, CancellationToken cancellationToken)
    {
        var (signal, _) = await db.SignalToHandleAsync(command.SignalId, actor, cancellationToken);
        signal.Assess(command.Assessment!, time.GetUtcNow());
        return signal.Id;
    }
}
