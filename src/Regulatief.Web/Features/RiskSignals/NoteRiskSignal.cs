using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Definitions;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.RiskSignals;
using Regulatief.Cases.Time;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.RiskSignals;

/// <summary>The volunteer writes down what they noticed. Nobody else notices that it exists.</summary>
/// <param name="ObservedOn">The day on which it was seen or heard; not in the future.</param>
/// <param name="ObservedIn">Null when the volunteer does not know.</param>
/// <param name="Place">Where; null when it does not matter.</param>
/// <exception cref="CaseRuleException"><c>signal-volunteer-only</c>, <c>case-closed</c>.</exception>
public sealed record NoteRiskSignalCommand(
    CaseId CaseId, RiskSignalKind? Kind, string? Observation, SignalSeverity? Severity, DateOnly? ObservedOn, PartOfDay? ObservedIn = null, string? Place = null)
    : ICommand<RiskSignalId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class NoteRiskSignalValidator : AbstractValidator<NoteRiskSignalCommand>
{
    private const int HoursInAPart = 6;

    public NoteRiskSignalValidator(TimeProvider time)
    {
        RuleFor(c => c.Kind).NotNull().IsInEnum();
        RuleFor(c => c.Observation).NotEmpty().MaximumLength(4000);
        RuleFor(c => c.Severity).NotNull().IsInEnum();
        RuleFor(c => c.ObservedOn).NotNull().LessThanOrEqualTo(time.Today());
        RuleFor(c => c.ObservedIn).IsInEnum();
        RuleFor(c => c.ObservedIn).Must((c, part) => LegalTime.At(c.ObservedOn!.Value, new TimeOnly((int)part!.Value * HoursInAPart, 0)) <= time.GetUtcNow())
            .When(c => c.ObservedIn is { } part && Enum.IsDefined(part) && c.ObservedOn == time.Today()).WithErrorCode("signal-time-ahead");
        RuleFor(c => c.Place).MaximumLength(200);
    }
}

internal sealed class NoteRiskSignalHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time)
    : IRequestHandler<NoteRiskSignalCommand, RiskSignalId>
{
    public async Task<RiskSignalId> Handle(NoteRiskSignalCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        if (@case.CurrentAssignment is not { } pairing || pairing.Volunteer.AccountId != actor.AccountId) throw new CaseRuleException("signal-volunteer-only");
        @case.RefuseIfClosed();

        var signal = new RiskSignal
        {
            CaseId = @case.Id,
            VolunteerId = pairing.VolunteerId,
            Kind = command.Kind!.Value,
            Observation = command.Observation!,
            NotedAt = time.GetUtcNow(),
            Severity = command.Severity,
            ObservedOn = command.ObservedOn,
            ObservedIn = command.ObservedIn,
            Place = command.Place,
        };
        db.RiskSignals.Add(signal);
        signal.InstanceId = await workflows.StartAsync(@case, ShippedDefinitions.RiskSignal, null, signal.Id, cancellationToken);

        // Theirs by name, so that a successor is neither shown nor reminded of it. A definition that has another step first opens none: the signal is noted all the same.
        foreach (var task in db.HumanTasks.Local.Where(t => t.Kind == HumanTaskKind.RiskSignal && t.SubjectId == signal.Id.Value)) task.Claim(actor.AccountId);
        return signal.Id;
    }
}
