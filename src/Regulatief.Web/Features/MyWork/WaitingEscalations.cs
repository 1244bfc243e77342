using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Accounts;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Escalations;
using Regulatief.Cases.Persistence;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.MyWork;

/// <summary>How much was reported late to the actor and asks for attention.</summary>
public sealed record WaitingEscalationsQuery : IPlainQuery<int>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<Escalation>();
}

internal sealed class WaitingEscalationsHandler(RegulatiefDbContext db, Actor actor) : IRequestHandler<WaitingEscalationsQuery, int>
{
    public Task<int> Handle(WaitingEscalationsQuery query, CancellationToken cancellationToken) => db.Escalations.VisibleTo(actor).Open().CountAsync(cancellationToken);
}
