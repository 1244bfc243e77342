using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Web.Features.Shared.Language;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>The volunteer tried to discuss a signal, and the client did not answer.</summary>
/// <param name="AskCoordinator">Asks the coordinator to confirm that the client was not reached. They see days and manners, not what about.</param>
/// <exception cref="CaseRuleException"><c>signal-volunteer-only</c>, <c>signal-wrong-state</c>, <c>signal-two-attempts-needed</c> when asked too early.</exception>
public sealed record RecordFailedAttemptCommand(RiskSignalId SignalId, DateOnly? On, DiscussionManner? How, bool AskCoordinator) : ICommand<RiskSignalId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(SignalId);
}

internal sealed class RecordFailedAttemptValidator : AbstractValidator<RecordFailedAttemptCommand>
{
    public RecordFailedAttemptValidator(TimeProvider time)
    {
        RuleFor(c => c.On).NotNull().LessThanOrEqualTo(time.Today());
        RuleFor(c => c.How).NotNull().IsInEnum();
    }
}

internal sealed class RecordFailedAttemptHandler(RegulatiefDbContext db, Actor actor, Texts texts, TimeProvider time)
    : IRequestHandler<RecordFailedAttemptCommand, RiskSignalId>
{
    public async Task<RiskSignalId> Handle(RecordFailedAttemptCommand command, CancellationToken cancellationToken)
    {
        var signal = await db.OwnSignalForChangeAsync(command.SignalId, actor, cancellationToken);
        signal.RecordFailedAttempt(LegalTime.At(command.On!.Value, TimeOnly.MinValue), command.How!.Value);
        if (command.AskCoordinator) await AskAsync(signal, cancellationToken);
        return signal.Id;
    }

    private async Task AskAsync(RiskSignal signal, CancellationToken cancellationToken)
    {
        signal.RefuseIfTooFewAttempts();
        if (!await db.HumanTasks.OpenAboutReaching(signal.Id).AnyAsync(cancellationToken))
            db.HumanTasks.Add(ClientUnreachableForm.TaskFor(signal, texts["RiskSignals.UnreachableTask"], time.GetUtcNow()));
    }
}
