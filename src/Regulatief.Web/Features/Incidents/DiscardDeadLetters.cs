using MediatR;
using Microsoft.EntityFrameworkCore;
using Regulatief.Cases.Audit;
using Regulatief.Cases.Persistence;
using Regulatief.Cases.Workflows;
using Regulatief.Web.Hosting;

namespace Regulatief.Web.Features.Incidents;

/// <summary>Throws away the events that nothing waits for any more.</summary>
/// <returns>How many it were.</returns>
public sealed record DiscardDeadLettersCommand : ICommand<int>
{
    AuditSubject IConcerns.Subject => AuditSubject.Of<InboxEvent>();
}

internal sealed class DiscardDeadLettersHandler(RegulatiefDbContext db, AuditTrail trail) : IRequestHandler<DiscardDeadLettersCommand, int>
{
    public async Task<int> Handle(DiscardDeadLettersCommand command, CancellationToken cancellationToken)
    {
        var dead = await db.DeadLetters().Join(db.Instances, letter => letter.InstanceId, instance => instance.Id, (letter, instance) => new { Letter = letter, instance.CaseId })
            .ToListAsync(cancellationToken);
        db.Inbox.RemoveRange(dead.Select(d => d.Letter));
        foreach (var one in dead) trail.About(AuditSubject.Of<InboxEvent>(one.CaseId, one.Letter.Id));
        return dead.Count;
    }
}
