using MediatR;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Volunteers;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.VolunteerLeavings;

/// <summary>A coordinator looks for a successor again: who was named does not take over, or nobody was found.</summary>
/// <exception cref="NotFoundException">No such case, or not theirs.</exception>
/// <exception cref="CaseRuleException"><c>leaving-none</c>, <c>role-may-not</c>; <c>successor-sought</c>: one is looked for already.</exception>
public sealed record SeekSuccessorAgainCommand(CaseId CaseId) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class SeekSuccessorAgainHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<SeekSuccessorAgainCommand, CaseId>
{
    public async Task<CaseId> Handle(SeekSuccessorAgainCommand command, CancellationToken cancellationToken)
    {
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        actor.RefuseUnless(AccountRole.Coordinator);
        await db.SeekAgainAsync(await db.PlannedLeavingAsync(@case, cancellationToken), @case, time.GetUtcNow(), cancellationToken);
        return @case.Id;
    }
}
