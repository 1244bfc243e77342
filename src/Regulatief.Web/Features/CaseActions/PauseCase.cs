using FluentValidation;
using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseActions;

/// <summary>Puts a case on hold: nothing falls due until it is resumed.</summary>
/// <exception cref="CaseRuleException"><c>case-closed</c>, <c>case-already-paused</c>.</exception>
public sealed record PauseCaseCommand(CaseId CaseId, string? Reason) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class PauseCaseValidator : AbstractValidator<PauseCaseCommand>
{
    public PauseCaseValidator() => RuleFor(c => c.Reason).NotEmpty().MaximumLength(2000);
}

internal sealed class PauseCaseHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time) : IRequestHandler<PauseCaseCommand, CaseId>
{
    public async Task<CaseId> Handle(PauseCaseCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer);

        var now = time.GetUtcNow();
        @case.Pause(now, command.Reason!);
        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.Paused, At = now, ById = actor.AccountId, Note = command.Reason });
        await db.LapseOfCaseAsync(@case.Id, MatchLapse.CasePaused, now, cancellationToken);
        await workflows.PublishAsync(@case, "paused", new ClockChange.Stop(), cancellationToken);
        return @case.Id;
    }
}
