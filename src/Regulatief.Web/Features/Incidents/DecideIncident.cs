using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Engine.Instances;
using Regulatief.Engine.Stimuli;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Incidents;

/// <summary>Decides about an activity that failed: again, as if done, another one in its place, or the end of its workflow.</summary>
/// <param name="Outcome">With <see cref="IncidentDecision.Skip"/>: how the activity counts as ended; null for <c>Done</c>.</param>
/// <param name="Target">With <see cref="IncidentDecision.Move"/>: the activity that is begun instead.</param>
/// <exception cref="NotFoundException">No such incident.</exception>
/// <exception cref="ConcurrencyConflictException">It was settled already.</exception>
/// <exception cref="CaseRuleException"><c>incident-own-cycle</c>: the cycle of a case is stopped on the case, not cancelled here;
/// <c>incident-move-target</c>: the flow cannot go on at that activity.</exception>
public sealed record DecideIncidentCommand(Guid IncidentId, IncidentDecision? Decision, string? Outcome, string? Reason, string? Target = null) : ICommand<Guid>, IConcernsCase
{
    public CaseKey Case => CaseKey.OfIncident(IncidentId);
}

internal sealed class DecideIncidentValidator : AbstractValidator<DecideIncidentCommand>
{
    public DecideIncidentValidator()
    {
        RuleFor(c => c.Decision).NotNull().IsInEnum();
        RuleFor(c => c.Outcome).MaximumLength(100);
        RuleFor(c => c.Target).NotEmpty().When(c => c.Decision == IncidentDecision.Move);
        RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class DecideIncidentHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, MoveTargets moveTargets) : IRequestHandler<DecideIncidentCommand, Guid>
{
    public async Task<Guid> Handle(DecideIncidentCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, Actor.System, cancellationToken);
        var incident = await db.Incidents.SingleAsync(i => i.Id == command.IncidentId, cancellationToken);
        var decision = command.Decision!.Value;
        if (decision == IncidentDecision.Cancel) await RefuseOwnCycleAsync(incident, cancellationToken);
        if (decision == IncidentDecision.Move && incident.ResolvedAt is null && (await moveTargets.OfAsync(incident, cancellationToken)).All(t => t.Id != command.Target))
            throw new CaseRuleException("incident-move-target", incident.ActivityId, command.Target!);

        incident.Decide(decision, actor.AccountId, command.Reason!);
        Stimulus stimulus = decision switch
        {
            IncidentDecision.Retry => new Stimulus.Retry(incident.Id),
            IncidentDecision.Skip => new Stimulus.Skip(incident.Id, string.IsNullOrWhiteSpace(command.Outcome) ? [] : [command.Outcome]),
            IncidentDecision.Move => new Stimulus.Move(incident.Id, command.Target!),
            _ => new Stimulus.Cancel(),
        };
        if (!await workflows.DecideAsync(incident.InstanceId, @case, stimulus, cancellationToken))
            throw new ConcurrencyConflictException(nameof(Incident), incident.Id.ToString());
        return incident.Id;
    }

    private async Task RefuseOwnCycleAsync(StoredIncident incident, CancellationToken cancellationToken)
    {
        var instance = await db.Instances.SingleAsync(i => i.Id == incident.InstanceId, cancellationToken);
        if (instance is { RiskSignalId: null, ParentId: null }) throw new CaseRuleException("incident-own-cycle");
    }
}
