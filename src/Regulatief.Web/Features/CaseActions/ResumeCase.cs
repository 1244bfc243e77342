using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Cases.Workflows.Transitions;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.CaseActions;

/// <summary>Takes a case up again: every term lies as many days later as the pause lasted.</summary>
/// <exception cref="CaseRuleException"><c>case-not-paused</c>.</exception>
public sealed record ResumeCaseCommand(CaseId CaseId) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class ResumeCaseHandler(RegulatiefDbContext db, Actor actor, WorkflowHost workflows, TimeProvider time) : IRequestHandler<ResumeCaseCommand, CaseId>
{
    public async Task<CaseId> Handle(ResumeCaseCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.ProbationOfficer);

        var now = time.GetUtcNow();
        var since = @case.Resume();
        db.Timeline.Add(new TimelineEntry { CaseId = @case.Id, Kind = TimelineKind.Resumed, At = now, ById = actor.AccountId });
        await workflows.PublishAsync(@case, "resumed", new ClockChange.GoOn(since), cancellationToken);
        return @case.Id;
    }
}
