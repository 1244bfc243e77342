using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Persistence;

namespace Regulatief.Web.Features.MyWork;

/// <summary>How much was reported late to the actor and asks for attention.</summary>
public sealed record WaitingEscalationsQuery : IRequest<int>;

internal sealed class WaitingEscalationsHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<WaitingEscalationsQuery, int>
{
    public Task<int> Handle(WaitingEscalationsQuery query, CancellationToken cancellationToken) => db.Escalations.VisibleTo(actor).Open().CountAsync(cancellationToken);
}
