using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Cases;
using Regulatief.Cases.ClientRequests;
using Regulatief.Cases.HumanTasks;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Promises;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.ClientRequests;

/// <summary>The client takes back what they said of a text: it stands beside it no longer, and stays in the history. Who should answer it need not any more.</summary>
/// <exception cref="NotFoundException">The case has no such request.</exception>
/// <exception cref="CaseRuleException"><c>client-request-not-taken-back</c>; <c>client-request-own</c>: the client has an account; <c>role-may-not</c>.</exception>
public sealed record TakeBackClientRequestCommand(CaseId CaseId, Guid RequestId) : ICommand<CaseId>, IConcernsCase
{
    public CaseKey Case => CaseKey.Of(CaseId);
}

internal sealed class TakeBackClientRequestHandler(RegulatiefDbContext db, Actor actor, TimeProvider time) : IRequestHandler<TakeBackClientRequestCommand, CaseId>
{
    public async Task<CaseId> Handle(TakeBackClientRequestCommand command, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var @case = await db.CaseForChangeAsync(command.Case, actor, cancellationToken);
        await db.RefuseUnlessMayAskAsync(@case, ClientRequestKind.Objection, actor, cancellationToken);
        var request = await db.ClientRequests.SingleOrDefaultAsync(r => r.CaseId == @case.Id && r.Id == command.RequestId, cancellationToken)
            ?? throw new NotFoundException(nameof(ClientRequest), command.RequestId);
        request.TakeBack(now);

        var waiting = await db.HumanTasks.Open().Where(t => t.CaseId == @case.Id && t.Kind == HumanTaskKind.ClientRequest && t.SubjectId == request.Id).ToListAsync(cancellationToken);
        await db.CallOffAsync(waiting, now, cancellationToken);
        return @case.Id;
    }
}
