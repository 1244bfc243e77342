using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>A talk of volunteer and client about a signal: when, how, what the client was told will be passed on and to whom, and what they said.</summary>
/// <param name="On">With <paramref name="At"/> in Europe/Amsterdam; not in the future.</param>
/// <param name="ToldRecipients">Professional, Coordinator; empty when nothing was said about passing it on.</param>
/// <param name="ToldWhat">Asked when there are recipients.</param>
/// <exception cref="CaseRuleException"><c>signal-volunteer-only</c>, <c>signal-ended</c>.</exception>
public sealed record DiscussRiskSignalCommand(
    RiskSignalId SignalId, DateOnly? On, TimeOnly? At, DiscussionManner? How, List<CaseRole> ToldRecipients, string? ToldWhat, string? ClientsReaction)
    : ICommand<RiskSignalId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(SignalId);
}

internal sealed class DiscussRiskSignalValidator : AbstractValidator<DiscussRiskSignalCommand>
{
    public DiscussRiskSignalValidator(TimeProvider time)
    {
        RuleFor(c => c.On).NotNull().LessThanOrEqualTo(time.Today());
        RuleFor(c => c.At).NotNull();
        RuleFor(c => c.At).Must((c, at) => LegalTime.At(c.On!.Value, at!.Value) <= time.GetUtcNow())
            .When(c => c.At is not null && c.On == time.Today()).WithErrorCode("signal-time-ahead");
        RuleFor(c => c.How).NotNull().IsInEnum();
        RuleForEach(c => c.ToldRecipients).Must(role => role is CaseRole.Professional or CaseRole.Coordinator).WithErrorCode("signal-told-recipient");
        RuleFor(c => c.ToldWhat).NotEmpty().When(c => c.ToldRecipients.Count > 0);
        RuleFor(c => c.ToldWhat).MaximumLength(2000);
        RuleFor(c => c.ClientsReaction).NotEmpty().MaximumLength(4000);
    }
}

internal sealed class DiscussRiskSignalHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<DiscussRiskSignalCommand, RiskSignalId>
{
    public async Task<RiskSignalId> Handle(DiscussRiskSignalCommand command, CancellationToken cancellationToken)
    {
        var signal = await db.OwnSignalForChangeAsync(command.SignalId, actor, cancellationToken);
        signal.Discuss(new SignalDiscussion
        {
            RiskSignalId = signal.Id,
            At = LegalTime.At(command.On!.Value, command.At!.Value),
            How = command.How!.Value,
            ToldRecipients = [.. command.ToldRecipients.Distinct()],
            ToldWhat = command.ToldRecipients.Count > 0 ? command.ToldWhat : null,
            ClientsReaction = command.ClientsReaction!,
        });
        await db.StopAskingAboutReachingAsync(signal.Id, time.GetUtcNow(), cancellationToken);
        return signal.Id;
    }
}
